// DataTable: a list of any length. Rows come from `useRows` (server) or `useLocalRows`.
//
//   <DataTable id="customers" label={t("list")} source={rows} columns={columns} rowId={(c) => c.id}
//     onOpen={(c) => go(`/customers/${c.id}`)} empty={<StateView kind="empty" … />} />
//
// Arrows, PageUp/Down, Home and End move; Space marks, with Shift from the last one; Enter or a
// click opens; Ctrl+C copies what is marked. Columns are dragged, sized and hidden, and remembered; a
// screen that wants to know them too calls `useColumns` itself and hands the `layout` in.
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { StateView } from "@/shared/StateView";
import { ColumnMenu } from "./ColumnMenu";
import { toTsv } from "./copy";
import classes from "./DataTable.module.css";
import { HeaderCell } from "./HeaderCell";
import { rowOf, TableRow } from "./TableRow";
import type { Column, RowSource } from "./types";
import { type ColumnLayout, useColumns } from "./useColumns";
import { useSelection } from "./useSelection";

/** Browsers end a scrolled area near 33,500,000 px: later rows are reached by filtering. */
const ROW_LIMIT = 1_000_000;
const ROW_HEIGHT = 32;
const COMPACT_HEIGHT = 28;
/** Rows that share one origin, so that scrolling seldom moves it. */
const BLOCK = 256;
const HEAD_HEIGHT = 31;
const MARK_WIDTH = 36;

export interface DataTableProps<T> {
  /** The name under which the person's columns are remembered. */
  id: string;
  /** What the list is, read aloud by screen readers. */
  label: string;
  source: RowSource<T>;
  columns: Column<T>[];
  /** The columns as the screen keeps them; without it the table keeps them by itself. */
  layout?: ColumnLayout<T>;
  rowId: (row: T) => string;
  /** Enter, or a click where `onFocusRow` is not given. */
  onOpen?: (row: T) => void;
  /** The keyboard or a click went to this row: for a detail beside the list. */
  onFocusRow?: (row: T) => void;
  /** Shows the marking column. Marked rows by id, and what to do when they change. */
  selectable?: boolean;
  selected?: ReadonlyMap<string, T>;
  onSelect?: (selected: Map<string, T>) => void;
  /** The row shown beside the list. */
  activeId?: string | null;
  empty?: ReactNode;
  compact?: boolean;
}

export function DataTable<T>({ layout, ...rest }: DataTableProps<T>) {
  return layout ? <Grid {...rest} layout={layout} /> : <KeepingColumns {...rest} />;
}

function KeepingColumns<T>(props: Omit<DataTableProps<T>, "layout">) {
  return <Grid {...props} layout={useColumns(props.id, props.columns)} />;
}

function Grid<T>(props: DataTableProps<T> & { layout: ColumnLayout<T> }) {
  const { source, layout, rowId, label, selectable = false } = props;
  const { t } = useTranslation("shared");
  const name = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const choice = useSelection({ source, rowId, selected: props.selected, onSelect: props.onSelect });
  const height = props.compact ? COMPACT_HEIGHT : ROW_HEIGHT;
  const total = Math.min(source.total ?? 0, ROW_LIMIT);
  const virtual = useVirtualizer({
    count: source.total === null ? 20 : total,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 10,
    initialRect: { width: 1000, height: 600 },
    scrollMargin: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items[items.length - 1]?.index ?? 0;
  const base = Math.floor(first / BLOCK) * BLOCK * height;
  const { see } = source;
  useEffect(() => see(first, last), [see, first, last]);

  const template = useMemo(() => {
    const widths = layout.visible.map(({ width }, at) =>
      at === layout.visible.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`,
    );
    return `${selectable ? `${MARK_WIDTH}px ` : ""}${widths.join(" ")}`;
  }, [layout.visible, selectable]);
  const width = layout.visible.reduce((sum, column) => sum + column.width, selectable ? MARK_WIDTH : 0);

  const shown = useSameItems(layout.visible.map(({ column }) => column));

  const focusRow = (index: number, extend = false) => {
    const next = Math.max(0, Math.min(total - 1, index));
    if (total === 0) return;
    virtual.scrollToIndex(next);
    if (extend && selectable) {
      choice.setFocusOnly(next);
      void choice.extend(next);
    } else choice.setFocus(next);
    const row = source.row(next);
    awaited.current = row === undefined ? next : null;
    if (row !== undefined) props.onFocusRow?.(row);
  };
  // A jump may land on a row still on its way: the detail follows when it arrives.
  const awaited = useRef<number | null>(null);
  useEffect(() => {
    const row = awaited.current === null ? undefined : source.row(awaited.current);
    if (row === undefined) return;
    awaited.current = null;
    props.onFocusRow?.(row);
  });
  const openRow = (index: number) => {
    const row = source.row(index);
    if (row !== undefined) props.onOpen?.(row);
  };

  const keys = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 600) / height) - 2);
    const moves: Record<string, number> = {
      ArrowDown: choice.focus + 1,
      ArrowUp: choice.focus - 1,
      PageDown: choice.focus + page,
      PageUp: choice.focus - page,
      Home: 0,
      End: total - 1,
    };
    const target = moves[event.key];
    if (target !== undefined) focusRow(target, event.shiftKey);
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) openRow(choice.focus);
    else if (event.key === " " && selectable && choice.focus >= 0) {
      if (event.shiftKey) void choice.extend(choice.focus);
      else choice.toggle(choice.focus);
    } else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey) && selectable)
      void choice.all();
    else if (event.key === "Escape" && choice.marked.size > 0) choice.clear();
    else return;
    event.preventDefault();
  };

  const click = (event: MouseEvent) => {
    const at = rowOf(event.target);
    if (at === null) return;
    const { index } = at;
    if (at.marks) {
      choice.setFocusOnly(index);
      if (event.shiftKey) void choice.extend(index);
      else choice.toggle(index);
      return;
    }
    if (selectable && event.shiftKey) return focusRow(index, true);
    if (selectable && (event.ctrlKey || event.metaKey)) {
      choice.setFocusOnly(index);
      return choice.toggle(index);
    }
    focusRow(index);
    if (!props.onFocusRow) openRow(index);
  };

  const copy = (event: React.ClipboardEvent) => {
    if (window.getSelection()?.toString()) return;
    const focused = source.row(choice.focus);
    const rows =
      choice.marked.size > 0 ? [...choice.marked.values()] : focused === undefined ? [] : [focused];
    if (rows.length === 0) return;
    event.clipboardData.setData("text/plain", toTsv(shown, rows));
    event.preventDefault();
  };

  const failed = Boolean(source.error) && source.total === null;
  const columnOffset = selectable ? 2 : 1;
  return (
    <div className={classes.frame}>
      <ColumnMenu layout={layout} />
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={source.total === null ? -1 : source.total + 1}
        aria-colcount={layout.visible.length + columnOffset - 1}
        aria-multiselectable={selectable || undefined}
        aria-busy={source.total === null || source.refreshing}
        aria-activedescendant={
          choice.focus >= first && choice.focus <= last ? `${name}-${choice.focus}` : undefined
        }
        className={classes.scroller}
        data-refreshing={source.refreshing || undefined}
        onKeyDown={keys}
        onCopy={copy}
        onClick={click}
        onDoubleClick={(event) => {
          const at = rowOf(event.target);
          if (at !== null) openRow(at.index);
        }}
        onFocus={(event) => {
          if (event.target === event.currentTarget && choice.focus < 0 && total > 0) choice.setFocus(0);
        }}
      >
        <div role="rowgroup" className={classes.head} style={{ minWidth: width }}>
          <div role="row" aria-rowindex={1} className={classes.row} style={{ gridTemplateColumns: template }}>
            {selectable ? (
              <span role="columnheader" className={classes.mark}>
                <span className="rg-hidden">{t("table.marked")}</span>
              </span>
            ) : null}
            {layout.visible.map(({ column, width: columnWidth, resize }, at) => (
              <HeaderCell
                key={column.id}
                column={column}
                index={at + columnOffset}
                width={columnWidth}
                onResizeStart={resize}
                onWidth={(next) => layout.setWidth(column.id, next)}
                onDrop={(moved) => layout.move(moved, column.id)}
                sort={source.sort}
                onSort={source.setSort}
              />
            ))}
          </div>
        </div>
        {failed || source.total === 0 ? null : (
          <div
            role="rowgroup"
            className={classes.body}
            style={{ height: virtual.getTotalSize(), minWidth: width }}
          >
            <div
              role="presentation"
              className={classes.window}
              style={{ transform: `translateY(${base}px)` }}
            >
              {items.map((item) => {
                const row = source.row(item.index);
                return (
                  <TableRow
                    key={item.key}
                    id={`${name}-${item.index}`}
                    index={item.index}
                    row={row}
                    columns={shown}
                    template={template}
                    top={item.start - HEAD_HEIGHT - base}
                    height={height}
                    focused={choice.focus === item.index}
                    active={row !== undefined && props.activeId === rowId(row)}
                    marked={row !== undefined && choice.marked.has(rowId(row))}
                    selectable={selectable}
                  />
                );
              })}
            </div>
          </div>
        )}
      </div>
      {failed ? (
        <TableState>{<StateView kind="error" error={source.error} onRetry={source.retry} />}</TableState>
      ) : null}
      {source.total === 0 ? (
        <TableState>{props.empty ?? <StateView kind="empty" title={t("table.empty")} />}</TableState>
      ) : null}
      <div className="rg-hidden" aria-live="polite">
        {choice.marked.size > 0 ? t("table.marked_count", { count: choice.marked.size }) : ""}
      </div>
    </div>
  );
}

/** The list of before while its items are the same, so that what is drawn from it stays. */
function useSameItems<T>(items: T[]): T[] {
  const [kept, keep] = useState(items);
  const same = kept.length === items.length && kept.every((item, at) => item === items[at]);
  if (!same) keep(items);
  return same ? kept : items;
}

function TableState({ children }: { children: ReactNode }) {
  return <div className={classes.state}>{children}</div>;
}
