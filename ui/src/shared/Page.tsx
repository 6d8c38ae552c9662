// Page and PageHeader: the frame of a screen. One primary action, top right.
//   <Page><PageHeader title={t("title")} hint={t("waiting", {count})} primary={<PrimaryAction …/>} />…</Page>
// `flush` leaves out the padding (lists, split views). `footer` is the bar at the bottom for decisions.
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { Kbd } from "./Kbd";
import classes from "./Page.module.css";

export interface PageProps {
  children: ReactNode;
  header?: ReactNode;
  footer?: ReactNode;
  flush?: boolean;
}

export function Page({ children, header, footer, flush }: PageProps) {
  return (
    <div className={classes.page}>
      {header}
      <div className={classes.body} data-flush={flush || undefined}>
        {children}
      </div>
      {footer ? <div className={classes.footer}>{footer}</div> : null}
    </div>
  );
}

export interface PageHeaderProps {
  title: string;
  /** A count or state beside the title. */
  hint?: ReactNode;
  /** Filters, tabs and secondary actions. */
  children?: ReactNode;
  primary?: ReactNode;
}

export function PageHeader({ title, hint, children, primary }: PageHeaderProps) {
  return (
    <header className={classes.header}>
      <h1 className={classes.title}>{title}</h1>
      {hint ? <span className={classes.hint}>{hint}</span> : null}
      {children}
      <div className={classes.end}>{primary}</div>
    </header>
  );
}

export interface PrimaryActionProps {
  label: string;
  onClick: () => void;
  /** Printed on the button, such as `Ctrl ↵`; bind it with `useShortcuts`. */
  keys?: string;
  loading?: boolean;
  disabled?: boolean;
}

/** The one thing to do on this screen. */
export function PrimaryAction({ label, onClick, keys, loading, disabled }: PrimaryActionProps) {
  return (
    <Button
      variant="filled"
      onClick={onClick}
      loading={loading}
      disabled={disabled}
      rightSection={keys ? <Kbd onAccent>{keys}</Kbd> : undefined}
    >
      {label}
    </Button>
  );
}
