// Kbd: a key as printed on a button or hint. `keysText("mod+enter")` writes `Ctrl ↵`.
import type { ReactNode } from "react";
import classes from "./Kbd.module.css";

export function Kbd({ children, onAccent }: { children: ReactNode; onAccent?: boolean }) {
  return (
    <kbd className={classes.kbd} data-on-accent={onAccent || undefined}>
      {children}
    </kbd>
  );
}

const names: Record<string, string> = {
  mod: "Ctrl",
  enter: "↵",
  tab: "Tab",
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  escape: "Esc",
  alt: "Alt",
  shift: "Shift",
};

/** A shortcut as people read it. */
export function keysText(keys: string): string {
  return keys
    .split(/[+ ]/)
    .map((key) => names[key] ?? key.toUpperCase())
    .join(" ");
}
