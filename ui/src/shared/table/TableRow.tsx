import { IconCheck } from "@tabler/icons-react";
import type { MouseEvent } from "react";
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
  onClick: (event: MouseEvent) => void;
  onDoubleClick: () => void;
  onMark: (event: MouseEvent) => void;
}

/** One row, placed by `top` inside the layer of its block. */
export function TableRow<T>(props: TableRowProps<T>) {
  const { t } = useTranslation("shared");
  const { row, columns, selectable } = props;
  return (
    <div
      id={props.id}
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={selectable ? props.marked : props.active || undefined}
      className={`${classes.row} ${classes.bodyRow}`}
      data-focused={props.focused || undefined}
      data-active={props.active || undefined}
      data-marked={props.marked || undefined}
      style={{ top: props.top, height: props.height, gridTemplateColumns: props.template }}
      onClick={props.onClick}
      onDoubleClick={props.onDoubleClick}
    >
      {selectable ? (
        <div role="gridcell" aria-colindex={1} className={classes.mark} onClick={props.onMark}>
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
