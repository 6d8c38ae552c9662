// One item, edited in place.
import { ActionIcon, Checkbox, TextInput, Tooltip } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { LineTotals, ProductRow, QuoteParty } from "@/bindings";
import { MoneyInput, PercentInput, QuantityInput } from "@/shared";
import { money, percent, quantity } from "@/shared/format";
import { ProductField } from "./ProductField";
import classes from "./Quotes.module.css";
import type { Editor, EditorLine } from "./useEditor";

export interface LineRowProps {
  line: EditorLine;
  editor: Editor;
  editable: boolean;
  customer: QuoteParty;
  sums: LineTotals | undefined;
  onAdd: () => void;
  onRemove: () => void;
  onMove: (by: -1 | 1, cell: string) => void;
  onFocusCell: (cell: string) => void;
}

/** What a chosen product puts into its line; the charge follows where there is only one price. */
export function fromProduct(line: EditorLine, product: ProductRow): Partial<EditorLine> {
  const prices = { one_off: product.one_off_cents, monthly: product.monthly_cents };
  const other = line.charge === "one_off" ? "monthly" : "one_off";
  const charge = prices[line.charge] === null && prices[other] !== null ? other : line.charge;
  return {
    product_id: product.id,
    description: product.note === "" ? product.name : `${product.name}\n${product.note}`,
    unit: product.unit,
    charge,
    unit_price_cents: prices[charge] ?? line.unit_price_cents,
    list_price_cents: prices[charge],
  };
}

export function LineRow(props: LineRowProps) {
  const { t } = useTranslation("quotes");
  const { line, editor, editable } = props;
  const total = <td className={classes.figure}>{props.sums ? money(props.sums.total_cents) : ""}</td>;
  if (!editable) return <FixedRow line={line}>{total}</FixedRow>;

  const set = (patch: Partial<EditorLine>) => editor.setLine(line.key, patch);
  const cell = (field: string) => `${line.key}.${field}`;
  const keys = (event: KeyboardEvent<HTMLTableRowElement>) => {
    if (event.defaultPrevented) return;
    const place = (event.target as HTMLElement).dataset.cell ?? cell("description");
    const strong = event.ctrlKey || event.metaKey;
    if (event.key === "Enter" && !event.shiftKey && !strong && !event.altKey) {
      if ((event.target as HTMLElement).tagName === "BUTTON") return;
      if (line.description.trim() !== "") props.onAdd();
    } else if (event.altKey && event.key === "ArrowUp") props.onMove(-1, place);
    else if (event.altKey && event.key === "ArrowDown") props.onMove(1, place);
    else if (strong && event.key === "Delete") props.onRemove();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const choose = (product: ProductRow) => {
    set(fromProduct(line, product));
    props.onFocusCell(cell("quantity"));
  };
  const below = line.list_price_cents !== null && line.unit_price_cents < line.list_price_cents;
  return (
    <tr onKeyDown={keys} data-optional={line.optional || undefined}>
      <td>
        <ProductField
          cell={cell("description")}
          value={line.description}
          segment={props.customer.segment}
          uf={props.customer.uf}
          onChange={(description) => set({ description })}
          onChoose={choose}
        />
        {line.optional ? <span className={classes.optional}>{t("lines.optional_note")}</span> : null}
      </td>
      <td>
        <QuantityInput
          aria-label={t("lines.quantity")}
          data-cell={cell("quantity")}
          value={line.quantity_milli}
          onChange={(units) => set({ quantity_milli: units ?? 0 })}
        />
      </td>
      <td>
        <TextInput
          aria-label={t("lines.unit")}
          data-cell={cell("unit")}
          value={line.unit}
          onChange={(event) => set({ unit: event.currentTarget.value })}
        />
      </td>
      <td>
        <Tooltip label={t("lines.below_table", { price: money(line.list_price_cents) })} disabled={!below}>
          <div data-below={below || undefined}>
            <MoneyInput
              aria-label={t("lines.price")}
              data-cell={cell("price")}
              leftSection={null}
              value={line.unit_price_cents}
              onChange={(units) => set({ unit_price_cents: units ?? 0 })}
            />
          </div>
        </Tooltip>
      </td>
      <td>
        <PercentInput
          aria-label={t("lines.discount_of")}
          data-cell={cell("discount")}
          rightSection={null}
          value={line.discount_bp === 0 ? null : line.discount_bp}
          onChange={(units) => set({ discount_bp: units ?? 0 })}
        />
      </td>
      {total}
      <td className={classes.options}>
        <Tooltip label={t("lines.optional")}>
          <Checkbox
            aria-label={t("lines.optional")}
            data-cell={cell("optional")}
            checked={line.optional}
            onChange={(event) => set({ optional: event.currentTarget.checked })}
          />
        </Tooltip>
        <ActionIcon
          size={24}
          tabIndex={-1}
          aria-label={t("lines.remove")}
          title={t("lines.remove_keys")}
          onClick={props.onRemove}
        >
          <IconTrash size={15} stroke={1.5} />
        </ActionIcon>
      </td>
    </tr>
  );
}

function FixedRow({ line, children }: { line: EditorLine; children: React.ReactNode }) {
  const { t } = useTranslation("quotes");
  const [name = "", ...notes] = line.description.split("\n");
  return (
    <tr data-optional={line.optional || undefined}>
      <td className={classes.words}>
        {name}
        {line.optional ? ` ${t("lines.optional_note")}` : ""}
        {notes.map((note) => (
          <div key={note} className={classes.dim}>
            {note}
          </div>
        ))}
      </td>
      <td className={classes.figure}>{quantity(line.quantity_milli)}</td>
      <td className={classes.words}>{line.unit}</td>
      <td className={classes.figure}>{money(line.unit_price_cents)}</td>
      <td className={classes.figure}>{line.discount_bp === 0 ? "" : percent(line.discount_bp)}</td>
      {children}
    </tr>
  );
}
