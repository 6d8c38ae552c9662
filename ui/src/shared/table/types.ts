import type { ReactNode } from "react";

export interface Sort {
  /** The server's name of what is sorted by. */
  by: string;
  descending: boolean;
}

/** What a window of rows is asked with. */
export interface RowWindow {
  offset: number;
  limit: number;
  sort: Sort | null;
}

export interface RowPage<T> {
  rows: T[];
  /** All rows that match, not only those of this page. */
  total: number;
  /** More match than were counted. */
  more?: boolean;
}

/** Rows by position, loaded as they come into sight. Made by `useRows` or `useLocalRows`. */
export interface RowSource<T> {
  /** Null until the first answer. */
  total: number | null;
  /** More match than `total` says. */
  more?: boolean;
  row: (index: number) => T | undefined;
  /** Tells which rows are in sight. */
  see: (first: number, last: number) => void;
  /** Fetches rows that may not have been in sight, for ranges and copies. */
  range: (first: number, last: number) => Promise<T[]>;
  sort: Sort | null;
  setSort: (sort: Sort | null) => void;
  /** True while an older answer is shown. */
  refreshing: boolean;
  error: unknown;
  retry: () => void;
}

export interface Column<T> {
  id: string;
  /** Already translated. */
  header: string;
  cell: (row: T) => ReactNode;
  /** The text copied to a spreadsheet, where `cell` is not a string already. */
  text?: (row: T) => string;
  /** Pixels; the person may change it. */
  width?: number;
  minWidth?: number;
  align?: "left" | "right";
  /** True when the server can sort by `id`, or the server's name for it. */
  sort?: boolean | string;
  /** The first click brings the greatest to the top. */
  greatestFirst?: boolean;
  /** Hidden until chosen in the column menu. */
  hidden?: boolean;
}
