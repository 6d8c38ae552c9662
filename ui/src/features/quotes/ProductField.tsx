// The item's words, with the products whose name or code has them. A choice brings unit and price; words
// may be written freely all the same. Shift+Enter begins a line of small print.
import { Combobox, Textarea, useCombobox } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PriceSegment, ProductRow } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { money } from "@/shared/format";
import { usePaced } from "@/shared/usePaced";
import classes from "./Quotes.module.css";

export interface ProductFieldProps {
  cell: string;
  value: string;
  /** `retail` or `corporate`. */
  segment: string;
  uf: string | null;
  onChange: (text: string) => void;
  onChoose: (product: ProductRow) => void;
}

export function ProductField({ cell, value, segment, uf, onChange, onChoose }: ProductFieldProps) {
  const { t } = useTranslation("quotes");
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [typing, setTyping] = useState(false);
  const text = usePaced(value.split("\n")[0]?.trim() ?? "");
  const query = useCommandQuery(
    "products.list",
    {
      search: text,
      active_only: true,
      segment: segment as PriceSegment,
      uf,
      order: "name",
      descending: false,
      limit: 8,
      offset: 0,
    },
    { enabled: typing && text.length > 1, keepPrevious: true, staleTime: 30_000 },
  );
  const products = typing && text.length > 1 ? (query.data?.products ?? []) : [];
  const price = (product: ProductRow) =>
    [
      product.one_off_cents === null ? "" : money(product.one_off_cents),
      product.monthly_cents === null ? "" : t("lines.per_month", { amount: money(product.monthly_cents) }),
    ]
      .filter(Boolean)
      .join(" + ");
  return (
    <Combobox
      store={combobox}
      shadow="md"
      width={420}
      position="bottom-start"
      onOptionSubmit={(id) => {
        const product = products.find((entry) => entry.id === id);
        setTyping(false);
        combobox.closeDropdown();
        if (product) onChoose(product);
      }}
    >
      <Combobox.Target>
        <Textarea
          aria-label={t("lines.item")}
          data-cell={cell}
          minRows={1}
          maxRows={6}
          value={value}
          onChange={(event) => {
            setTyping(true);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
            onChange(event.currentTarget.value);
          }}
          onBlur={() => {
            setTyping(false);
            combobox.closeDropdown();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={products.length === 0}>
        <Combobox.Options aria-label={t("lines.products")}>
          {products.map((product) => (
            <Combobox.Option key={product.id} value={product.id}>
              <div className={classes.product}>
                <span>{product.name}</span>
                <span className={classes.dim}>{product.code}</span>
                <span className={classes.price}>{price(product)}</span>
              </div>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
