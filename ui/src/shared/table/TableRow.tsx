import { IconCheck } from "@tabler/icons-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import classes from "./DataTable.module.css";
import type { Column } from "./types";

interface TableRowProps<T> {
  id: string;
  index: number;
  /** Undefined while its page is on the way. */
  row: T | undefined;
  columns: Column<T>[];
  template: string;
  top: number;
  height: number;
  focused: boolean;
  active: boolean;
  marked: boolean;
  selectable: boolean;
}

/**
 * One row, placed by `top` inside the layer of its block. The table listens for clicks on all of them, so that a row is
 * drawn anew only where something of it changed.
 */
export const TableRow = memo(Row) as typeof Row;

/** The number of the row that something in it belongs to, and whether it is what marks it. */
export function rowOf(target: EventTarget): { index: number; marks: boolean } | null {
  const row = target instanceof Element ? target.closest<HTMLElement>("[data-row]") : null;
  if (row === null) return null;
  return { index: Number(row.dataset.row), marks: (target as Element).closest("[data-marks]") !== null };
}

function Row<T>(props: TableRowProps<T>) {
  const { t } = useTranslation("shared");
  const { row, columns, selectable } = props;
  return (
    <div
      id={props.id}
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={selectable ? props.marked : props.active || undefined}
      className={`${classes.row} ${classes.bodyRow}`}
      data-row={props.index}
      data-focused={props.focused || undefined}
      data-active={props.active || undefined}
      data-marked={props.marked || undefined}
      style={{ top: props.top, height: props.height, gridTemplateColumns: props.template }}
    >
      {selectable ? (
        <div role="gridcell" aria-colindex={1} className={classes.mark} data-marks>
          <span className={classes.box} data-on={props.marked || undefined}>
            {props.marked ? <IconCheck size={12} stroke={3} aria-hidden /> : null}
          </span>
          {props.marked ? <span className="rg-hidden">{t("table.marked")}</span> : null}
        </div>
      ) : null}
      {columns.map((column, at) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={at + (selectable ? 2 : 1)}
          className={classes.cell}
          data-align={column.align}
        >
          {row === undefined ? <span className={classes.bone} /> : column.cell(row)}
        </div>
      ))}
    </div>
  );
}
