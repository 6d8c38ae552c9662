// Keyboard shortcuts. They are listed by `?` and sleep while one types, except with Ctrl or Alt.
//   useShortcuts(t("title"), [{ keys: "a", label: t("approve"), run: approve, enabled: can }]);
// Keys: `a`, `?`, `mod+enter` (Ctrl, or Command on macOS), `alt+arrowup`, or `g c` one after the other.
// When two are the same, the one mounted last wins: a drawer over its page.
import { useEffect, useRef, useSyncExternalStore } from "react";

export interface Shortcut {
  keys: string;
  label: string;
  run: () => void;
  enabled?: boolean;
}

export interface ShortcutGroup {
  title: string;
  shortcuts: Shortcut[];
}

interface Entry {
  current: ShortcutGroup;
}

let entries: Entry[] = [];
let listed: ShortcutGroup[] = [];
const listeners = new Set<() => void>();
let pending: { keys: string; at: number } | null = null;

function publish(): void {
  listed = entries.map((entry) => entry.current);
  for (const listener of listeners) listener();
}

/** Among round buttons the arrows and the space bar choose; letters mean nothing to them. */
function isFreeOnRadio(target: HTMLElement, key: string): boolean {
  return target.matches("input[type=radio]") && !/^(space|enter|arrow.*)$/.test(key);
}

function isTyping(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement) || isFreeOnRadio(target, key)) return false;
  return (
    target.isContentEditable || target.matches("input, textarea, select, [role=combobox], [role=textbox]")
  );
}

/** A field with a list of choices takes Enter with Ctrl as well, although it means nothing to it. */
function isChoice(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("[aria-haspopup=listbox]");
}

/** Whether the key belongs to an open menu or dialog, or to a page covered by a dialog. */
function isCaptured(target: EventTarget | null): boolean {
  const inside =
    target instanceof HTMLElement && target.closest("[role=menu], [role=listbox], [role=dialog]");
  return Boolean(inside) || document.querySelector("[aria-modal=true]") !== null;
}

function stroke(event: KeyboardEvent): string {
  const key = event.key.toLowerCase() === " " ? "space" : event.key.toLowerCase();
  const mod = event.ctrlKey || event.metaKey ? "mod+" : "";
  const shift = event.shiftKey && key.length > 1 ? "shift+" : "";
  return `${mod}${event.altKey ? "alt+" : ""}${shift}${key}`;
}

function find(keys: string): Shortcut | undefined {
  for (const entry of [...entries].reverse()) {
    const hit = entry.current.shortcuts.find(
      (shortcut) => shortcut.keys === keys && shortcut.enabled !== false,
    );
    if (hit) return hit;
  }
  return undefined;
}

function startsSequence(keys: string): boolean {
  return entries.some((entry) =>
    entry.current.shortcuts.some((shortcut) => shortcut.keys.startsWith(`${keys} `)),
  );
}

function onKey(event: KeyboardEvent): void {
  const strong = event.ctrlKey || event.metaKey || event.altKey;
  if (event.defaultPrevented && !(strong && isChoice(event.target))) return;
  if (event.isComposing || document.body.hasAttribute("data-locked")) return;
  const keys = stroke(event);
  if (!strong && (isTyping(event.target, keys) || isCaptured(event.target))) return;
  const before = pending !== null && Date.now() - pending.at < 1200 ? `${pending.keys} ` : "";
  const hit = find(before + keys) ?? (before === "" ? undefined : find(keys));
  pending = null;
  if (hit) {
    event.preventDefault();
    hit.run();
  } else if (!strong && startsSequence(before + keys)) pending = { keys: before + keys, at: Date.now() };
}

/** Binds shortcuts while the component is mounted. `title` heads them in the overview. */
export function useShortcuts(title: string, shortcuts: Shortcut[]): void {
  const entry = useRef<Entry>({ current: { title, shortcuts } });
  const shape = `${title}|${shortcuts.map((s) => `${s.keys}:${s.label}:${s.enabled !== false}`).join("|")}`;
  useEffect(() => {
    entry.current.current = { title, shortcuts };
  });
  useEffect(() => {
    const mine = entry.current;
    if (entries.length === 0) window.addEventListener("keydown", onKey);
    entries = [...entries, mine];
    return () => {
      entries = entries.filter((other) => other !== mine);
      if (entries.length === 0) window.removeEventListener("keydown", onKey);
      publish();
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the overview changes with the words only
  useEffect(publish, [shape]);
}

/** All shortcuts that work right now, for the overview. */
export function useShortcutGroups(): ShortcutGroup[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => listed,
  );
}
