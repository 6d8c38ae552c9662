export { safeCell, toTsv } from "./copy";
export { DataTable, type DataTableProps } from "./DataTable";
export type { Column, RowPage, RowSource, RowWindow, Sort } from "./types";
export { type Arranged, type ColumnLayout, untouched, useColumns } from "./useColumns";
export { useLocalRows, useRows } from "./useRows";
