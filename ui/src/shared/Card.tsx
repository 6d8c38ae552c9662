// Card: a titled box in a side column. `tone="alert"` draws the amber border of a warning, which the
// title must also say in words.
import type { ReactNode } from "react";
import classes from "./Card.module.css";

export interface CardProps {
  title?: string;
  tone?: "alert";
  /** A small action beside the title. */
  action?: ReactNode;
  children: ReactNode;
}

export function Card({ title, tone, action, children }: CardProps) {
  return (
    <section className={classes.card} data-tone={tone} aria-label={title}>
      {title ? (
        <div className={classes.top}>
          <h2 className={classes.title}>{title}</h2>
          {action}
        </div>
      ) : null}
      {children}
    </section>
  );
}
