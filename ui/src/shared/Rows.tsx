// The list beside a detail: one button a row, of one line or two, each with a place at its end.
import { type ReactNode, useEffect, useRef } from "react";
import classes from "./Rows.module.css";

export function Rows({ children }: { children: ReactNode }) {
  return <ul className={classes.rows}>{children}</ul>;
}

interface RowProps {
  /** What the row is about; cut where it is too long, then told in full on hovering. */
  first: string;
  end?: ReactNode;
  second?: string;
  secondEnd?: ReactNode;
  current?: boolean;
  /** Where rows stand under one another: 1 heads, 2 is indented. */
  level?: 1 | 2;
  onChoose: () => void;
}

export function Row({ first, end, second, secondEnd, current = false, level, onChoose }: RowProps) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (current) button.current?.scrollIntoView?.({ block: "nearest" });
  }, [current]);
  return (
    <li>
      <button
        ref={button}
        type="button"
        className={classes.row}
        data-level={level}
        aria-current={current || undefined}
        onClick={onChoose}
      >
        <span className={classes.line}>
          <span className={classes.name} title={first}>
            {first}
          </span>
          <span className={classes.end}>{end}</span>
        </span>
        {second || secondEnd ? (
          <span className={classes.second}>
            <span className={classes.name} title={second}>
              {second}
            </span>
            <span className={classes.end}>{secondEnd}</span>
          </span>
        ) : null}
      </button>
    </li>
  );
}
