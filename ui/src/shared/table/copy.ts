import type { Column } from "./types";

/** A value a spreadsheet would run as a formula is marked as text; plain figures stay figures. */
export function safeCell(text: string): string {
  const flat = text.replace(/[\t\r\n]+/g, " ");
  return /^[=+\-@−]/.test(flat) && !/^[+\-−]?\s?(R\$)?[\d.,\s\u00a0]+%?$/.test(flat) ? `'${flat}` : flat;
}

/** Rows as tab-separated text with a heading line, ready to paste into a spreadsheet. */
export function toTsv<T>(columns: Column<T>[], rows: T[]): string {
  const value = (column: Column<T>, row: T): string => {
    if (column.text) return column.text(row);
    const content = column.cell(row);
    return typeof content === "string" || typeof content === "number" ? String(content) : "";
  };
  const lines = rows.map((row) => columns.map((column) => safeCell(value(column, row))).join("\t"));
  return [columns.map((column) => column.header).join("\t"), ...lines].join("\n");
}
