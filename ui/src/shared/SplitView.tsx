// SplitView: list and detail side by side. The divider is dragged or moved with the arrows and
// remembered under `id`.
//   <SplitView id="quotes" list={<DataTable …/>} detail={<QuoteDetail …/>} listLabel={…} />
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./SplitView.module.css";
import { recall, remember } from "./storage";

export interface SplitViewProps {
  id: string;
  list: ReactNode;
  detail: ReactNode;
  /** Starting width of the list, in pixels. */
  initial?: number;
  min?: number;
}

export function SplitView({ id, list, detail, initial = 336, min = 240 }: SplitViewProps) {
  const { t } = useTranslation("shared");
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(() => recall(`split.${id}`, initial));
  const max = Math.max(min, (frame.current?.clientWidth ?? 1158) - 320);
  const shown = Math.min(width, max);

  const change = (next: number) => {
    const bounded = Math.round(Math.max(min, Math.min(max, next)));
    setWidth(bounded);
    remember(`split.${id}`, bounded);
  };
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    change(event.clientX - (frame.current?.getBoundingClientRect().left ?? 0));
  };
  const keys = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 16 : event.key === "ArrowLeft" ? -16 : 0;
    if (step === 0) return;
    event.preventDefault();
    change(shown + step);
  };

  return (
    <div ref={frame} className={classes.split} style={{ gridTemplateColumns: `${shown}px 1fr` }}>
      <div className={classes.list}>{list}</div>
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={t("split.divider")}
        aria-valuenow={shown}
        aria-valuemin={min}
        aria-valuemax={max}
        tabIndex={0}
        className={classes.divider}
        style={{ left: shown }}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onDoubleClick={() => change(initial)}
        onKeyDown={keys}
      />
      <div className={classes.detail}>{detail}</div>
    </div>
  );
}
