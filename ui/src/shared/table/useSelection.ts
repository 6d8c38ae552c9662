// Focus and selection of a table: which row the keyboard is on, and which rows are marked.
import { useState } from "react";
import type { RowSource } from "./types";

export interface SelectionOptions<T> {
  source: RowSource<T>;
  rowId: (row: T) => string;
  /** Marked rows by id, when the screen owns them. */
  selected?: ReadonlyMap<string, T>;
  onSelect?: (selected: Map<string, T>) => void;
}

export function useSelection<T>({ source, rowId, selected, onSelect }: SelectionOptions<T>) {
  const [own, setOwn] = useState<ReadonlyMap<string, T>>(new Map());
  const [focus, setFocus] = useState(-1);
  const [anchor, setAnchor] = useState(-1);
  const marked = selected ?? own;
  const set = (next: Map<string, T>) => {
    setOwn(next);
    onSelect?.(next);
  };
  const toggle = (index: number) => {
    const row = source.row(index);
    if (row === undefined) return;
    const next = new Map(marked);
    if (!next.delete(rowId(row))) next.set(rowId(row), row);
    setAnchor(index);
    set(next);
  };
  const extend = async (index: number) => {
    const from = anchor >= 0 ? anchor : Math.max(0, focus);
    const rows = await source.range(Math.min(from, index), Math.max(from, index));
    setAnchor(from);
    set(new Map(rows.map((row) => [rowId(row), row])));
  };
  const all = async () => {
    const rows = await source.range(0, Math.max(0, (source.total ?? 0) - 1));
    set(new Map(rows.map((row) => [rowId(row), row])));
  };
  return {
    focus,
    setFocus: (index: number) => {
      setFocus(index);
      setAnchor(index);
    },
    setFocusOnly: setFocus,
    marked,
    toggle,
    extend,
    all,
    clear: () => set(new Map()),
  };
}
