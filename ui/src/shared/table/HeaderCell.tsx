import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import classes from "./DataTable.module.css";
import type { Column, Sort } from "./types";
import { NARROWEST, WIDEST, WIDTH_STEP } from "./useColumns";

interface HeaderCellProps<T> {
  column: Column<T>;
  index: number;
  width: number;
  onResizeStart: (event: unknown) => void;
  onWidth: (width: number) => void;
  onDrop: (moved: string) => void;
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
}

const DRAG_TYPE = "text/x-column";

/** A heading that sorts on click, moves by dragging, and sizes at its right edge (arrows too). */
export function HeaderCell<T>({
  column,
  index,
  width,
  onResizeStart,
  onWidth,
  onDrop,
  sort,
  onSort,
}: HeaderCellProps<T>) {
  const { t } = useTranslation("shared");
  const key = column.sort === true ? column.id : column.sort || null;
  const active = key !== null && sort?.by === key;
  const direction = active ? (sort.descending ? "descending" : "ascending") : "none";
  const next = () => {
    if (key === null) return;
    const first = column.greatestFirst === true;
    if (!active) onSort({ by: key, descending: first });
    else if (sort.descending === first) onSort({ by: key, descending: !first });
    else onSort(null);
  };
  const size = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? WIDTH_STEP : event.key === "ArrowLeft" ? -WIDTH_STEP : 0;
    if (step === 0) return;
    event.preventDefault();
    onWidth(width + step);
  };
  return (
    <div
      role="columnheader"
      aria-colindex={index}
      aria-sort={key === null ? undefined : direction}
      className={classes.headCell}
      data-align={column.align}
      draggable
      onDragStart={(event) => event.dataTransfer.setData(DRAG_TYPE, column.id)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const moved = event.dataTransfer.getData(DRAG_TYPE);
        if (moved) onDrop(moved);
      }}
    >
      {key === null ? (
        <span className={classes.headText}>{column.header}</span>
      ) : (
        <button type="button" className={classes.headButton} onClick={next}>
          <span className={classes.headText}>{column.header}</span>
          {direction === "ascending" ? <IconArrowUp size={13} aria-hidden /> : null}
          {direction === "descending" ? <IconArrowDown size={13} aria-hidden /> : null}
        </button>
      )}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={t("table.width_of", { column: column.header })}
        aria-valuenow={width}
        aria-valuemin={NARROWEST}
        aria-valuemax={WIDEST}
        tabIndex={-1}
        className={classes.grip}
        draggable
        onDragStart={(event) => {
          event.preventDefault();
          event.stopPropagation();
        }}
        onMouseDown={onResizeStart}
        onTouchStart={onResizeStart}
        onKeyDown={size}
      />
    </div>
  );
}
