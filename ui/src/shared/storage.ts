// Small things remembered on this machine: column widths, divider positions, language, drafts.
// Storage may be full or forbidden; remembering is never worth an error.

/** Reads what was remembered under `key`, or `fallback` when there is nothing usable. */
export function recall<T>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem(`rg.${key}`);
    return text === null ? fallback : (JSON.parse(text) as T);
  } catch {
    return fallback;
  }
}

/** Remembers `value` under `key`; undefined forgets it. */
export function remember(key: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(`rg.${key}`);
    else localStorage.setItem(`rg.${key}`, JSON.stringify(value));
  } catch {
    // Full or forbidden: go on without a memory.
  }
}
