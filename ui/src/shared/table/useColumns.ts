// Which columns a person sees, in which order and width, remembered per table. TanStack Table keeps
// the state; the rows are windowed by the table's own virtual list.
import {
  type ColumnDef,
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useEffect, useMemo, useState } from "react";
import { recall, remember } from "@/shared/storage";
import type { Column } from "./types";

const features = tableFeatures({
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
});

type Nothing = Record<string, never>;
const noRows: Nothing[] = [];

interface Layout {
  order: string[];
  sizes: Record<string, number>;
  visible: Record<string, boolean>;
}

function startLayout<T>(columns: Column<T>[], saved: Partial<Layout>): Layout {
  const known = new Set(columns.map((column) => column.id));
  const order = (saved.order ?? []).filter((id) => known.has(id));
  for (const column of columns) if (!order.includes(column.id)) order.push(column.id);
  const visible = Object.fromEntries(columns.map((column) => [column.id, !column.hidden]));
  return { order, sizes: saved.sizes ?? {}, visible: { ...visible, ...saved.visible } };
}

/** Where a column stands, whether it is seen, and how wide: null is its own width. */
export interface Arranged {
  id: string;
  shown: boolean;
  width: number | null;
}

/** The columns as they are while nobody has touched them. */
export function untouched<T>(columns: Column<T>[]): Arranged[] {
  return columns.map(({ id, hidden, width }) => ({ id, shown: !hidden, width: width ?? 140 }));
}

/** How wide a column may be, in pixels, and by how much a key changes it. */
export const NARROWEST = 56;
export const WIDEST = 900;
export const WIDTH_STEP = 16;

/** Column layout of the table `id`: visible columns in order, with widths, and ways to change them. */
export function useColumns<T>(id: string, columns: Column<T>[]) {
  const [start] = useState(() => startLayout(columns, recall<Partial<Layout>>(`table.${id}`, {})));
  const defs = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<typeof features, Nothing> => ({
          id: column.id,
          header: column.header,
          size: column.width ?? 140,
          minSize: column.minWidth ?? 56,
          maxSize: 900,
        }),
      ),
    [columns],
  );
  const table = useTable({
    features,
    columns: defs,
    data: noRows,
    columnResizeMode: "onChange",
    initialState: { columnOrder: start.order, columnSizing: start.sizes, columnVisibility: start.visible },
  });
  const { columnOrder, columnSizing, columnVisibility } = table.state;

  useEffect(() => {
    const layout: Layout = { order: columnOrder, sizes: columnSizing, visible: columnVisibility };
    const timer = setTimeout(() => remember(`table.${id}`, layout), 300);
    return () => clearTimeout(timer);
  }, [id, columnOrder, columnSizing, columnVisibility]);

  const byId = new Map(columns.map((column) => [column.id, column]));
  const ordered = columnOrder.filter((columnId) => byId.has(columnId));
  const headers = table.getHeaderGroups()[0]?.headers ?? [];

  /** Puts `moved` where `target` stands. */
  const move = (moved: string, target: string) => {
    if (moved === target) return;
    const rest = ordered.filter((columnId) => columnId !== moved);
    const forward = ordered.indexOf(moved) < ordered.indexOf(target);
    rest.splice(rest.indexOf(target) + (forward ? 1 : 0), 0, moved);
    table.setColumnOrder(rest);
  };

  return {
    visible: headers.flatMap((header) => {
      const column = byId.get(header.column.id);
      return column ? [{ column, width: header.getSize(), resize: header.getResizeHandler() }] : [];
    }),
    all: ordered.map((columnId) => ({
      column: byId.get(columnId) as Column<T>,
      shown: columnVisibility[columnId] !== false,
      width: Math.round(table.getColumn(columnId)?.getSize() ?? 140),
    })),
    setWidth: (columnId: string, width: number) =>
      table.setColumnSizing((sizes) => ({
        ...sizes,
        [columnId]: Math.max(NARROWEST, Math.min(WIDEST, width)),
      })),
    toggle: (columnId: string) => table.getColumn(columnId)?.toggleVisibility(),
    move,
    /** All columns in their order, as a view keeps them. */
    arrangement: ordered.map(
      (columnId): Arranged => ({
        id: columnId,
        shown: columnVisibility[columnId] !== false,
        width: Math.round(table.getColumn(columnId)?.getSize() ?? 140),
      }),
    ),
    /** Arranges the columns as a view says. */
    arrange: (arranged: Arranged[]) => {
      table.setColumnOrder(arranged.map((column) => column.id));
      const sizes = arranged.flatMap(({ id: known, width }) =>
        width === null ? [] : [[known, width] as const],
      );
      table.setColumnSizing(Object.fromEntries(sizes));
      table.setColumnVisibility(Object.fromEntries(arranged.map((column) => [column.id, column.shown])));
    },
    reset: () => {
      const fresh = startLayout(columns, {});
      table.setColumnOrder(fresh.order);
      table.setColumnSizing({});
      table.setColumnVisibility(fresh.visible);
    },
  };
}

export type ColumnLayout<T> = ReturnType<typeof useColumns<T>>;
