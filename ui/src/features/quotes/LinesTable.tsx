// The items, once and monthly. Each section ends with its discount and a way to add a line.
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Charge, LineTotals, QuoteParty, QuoteTotals } from "@/bindings";
import { PercentInput } from "@/shared";
import { money, percent } from "@/shared/format";
import { LineRow } from "./LineRow";
import classes from "./Quotes.module.css";
import { type Editor, inserted, moved, newLine } from "./useEditor";

export interface LinesTableProps {
  editor: Editor;
  editable: boolean;
  customer: QuoteParty;
  sums: ReadonlyMap<string, LineTotals>;
  totals: QuoteTotals;
}

const SECTIONS: Charge[] = ["one_off", "monthly"];

export function LinesTable(props: LinesTableProps) {
  const { t } = useTranslation("quotes");
  const { editor, editable, totals } = props;
  const table = useRef<HTMLTableElement>(null);
  const wanted = useRef<string | null>(null);
  const focusCell = (cell: string) => {
    wanted.current = cell;
  };
  // In the same breath as the change: a later effect could still see the line where it stood before.
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const field = table.current?.querySelector<HTMLElement>(`[data-cell="${wanted.current}"]`);
    if (field === null || field === undefined) return;
    wanted.current = null;
    field.focus();
  });

  const add = (charge: Charge, after: string | null) => {
    const line = newLine(charge);
    editor.change("add", (content) => ({ ...content, lines: inserted(content.lines, line, after) }));
    focusCell(`${line.key}.description`);
  };
  const remove = (key: string) => {
    const lines = editor.content.lines;
    const at = lines.findIndex((line) => line.key === key);
    const next = lines[at + 1] ?? lines[at - 1];
    editor.change("remove", (content) => ({
      ...content,
      lines: content.lines.filter((line) => line.key !== key),
    }));
    if (next) focusCell(`${next.key}.description`);
  };
  const move = (key: string, by: -1 | 1, cell: string) => {
    editor.change("move", (content) => ({ ...content, lines: moved(content.lines, key, by) }));
    focusCell(cell);
  };

  const section = (charge: Charge) => {
    const lines = editor.content.lines.filter((line) => line.charge === charge);
    const last = lines[lines.length - 1]?.key ?? null;
    return (
      <tbody key={charge}>
        <tr className={classes.section}>
          <th colSpan={editable ? 7 : 6} scope="rowgroup">
            {t(`charge.${charge}`)}
          </th>
        </tr>
        {lines.map((line) => (
          <LineRow
            key={line.key}
            line={line}
            editor={editor}
            editable={editable}
            customer={props.customer}
            sums={props.sums.get(line.key)}
            onAdd={() => add(charge, line.key)}
            onRemove={() => remove(line.key)}
            onMove={(by, cell) => move(line.key, by, cell)}
            onFocusCell={focusCell}
          />
        ))}
        {editable || totals[charge].discount_cents > 0 ? (
          <tr>
            <td colSpan={3} className={classes.add}>
              {editable ? (
                <Button
                  size="xs"
                  variant="subtle"
                  color="gray"
                  leftSection={<IconPlus size={14} />}
                  onClick={() => add(charge, last)}
                >
                  {t("lines.add")}
                </Button>
              ) : null}
            </td>
            <td colSpan={2} className={classes.discount}>
              {lines.length > 0 ? (
                <SectionDiscount editor={editor} charge={charge} editable={editable} />
              ) : null}
            </td>
            <td className={classes.figure}>
              {totals[charge].discount_cents === 0 ? "" : money(-totals[charge].discount_cents)}
            </td>
            {editable ? <td /> : null}
          </tr>
        ) : null}
      </tbody>
    );
  };

  return (
    <table ref={table} className={classes.lines}>
      <thead>
        <tr>
          <th scope="col">{t("lines.item")}</th>
          <th scope="col" className={classes.number} style={{ width: 60 }}>
            {t("lines.quantity")}
          </th>
          <th scope="col" style={{ width: 54 }}>
            {t("lines.unit")}
          </th>
          <th scope="col" className={classes.number} style={{ width: 96 }}>
            {t("lines.price")}
          </th>
          <th scope="col" className={classes.number} style={{ width: 68 }}>
            {t(editable ? "lines.discount_percent" : "lines.discount")}
          </th>
          <th scope="col" className={classes.number} style={{ width: 112 }}>
            {t("lines.total")}
          </th>
          {editable ? (
            <th scope="col" style={{ width: 62 }}>
              <span aria-hidden>{t("lines.optional_short")}</span>
              <span className="rg-hidden">{t("lines.options")}</span>
            </th>
          ) : null}
        </tr>
      </thead>
      {SECTIONS.filter(
        (charge) => editable || editor.content.lines.some((line) => line.charge === charge),
      ).map(section)}
    </table>
  );
}

interface SectionDiscountProps {
  editor: Editor;
  charge: Charge;
  editable: boolean;
}

function SectionDiscount({ editor, charge, editable }: SectionDiscountProps) {
  const { t } = useTranslation("quotes");
  const field = charge === "one_off" ? "one_off_discount_bp" : "monthly_discount_bp";
  const value = editor.content[field];
  if (!editable) {
    return value === 0 ? null : (
      <span>
        {t("lines.section_discount")} {percent(value)}
      </span>
    );
  }
  return (
    <div className={classes.discountFields}>
      <span>{t("lines.section_discount")}</span>
      <PercentInput
        aria-label={t("lines.section_discount_of", { section: t(`charge.${charge}`) })}
        data-cell={field}
        className={classes.percent}
        value={value}
        onChange={(units) => editor.set(field, units ?? 0)}
      />
    </div>
  );
}
