// A product with its price in each table.
import { Checkbox, Drawer, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Charge, PriceTableRow, ProductDetails } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { Form, MoneyInput, StateView, toast, useCommandForm } from "@/shared";
import { money } from "@/shared/format";
import classes from "./Products.module.css";

export interface ProductDrawerProps {
  /** A product, `new`, or null for closed. */
  id: string | null;
  editable: boolean;
  onClose: () => void;
}

const CHARGES: Charge[] = ["one_off", "monthly"];

export function ProductDrawer({ id, editable, onClose }: ProductDrawerProps) {
  const { t } = useTranslation("products");
  const known = id !== null && id !== "new";
  const product = useCommandQuery("products.get", { id: id ?? "" }, { enabled: known });
  const tables = useCommandQuery("products.price_tables", {}, { enabled: id !== null });
  const error = product.error ?? tables.error;
  const ready = tables.data !== undefined && (!known || product.data?.product.id === id);
  return (
    <Drawer
      opened={id !== null}
      onClose={onClose}
      title={t(known ? "edit.title" : "new")}
      keepMounted={false}
    >
      {ready ? (
        <Fields
          key={id}
          details={known ? (product.data ?? null) : null}
          tables={tables.data ?? []}
          editable={editable}
          onDone={onClose}
        />
      ) : error ? (
        <StateView kind="error" error={error} onRetry={() => void tables.refetch()} />
      ) : (
        <StateView kind="loading" />
      )}
    </Drawer>
  );
}

interface FieldsProps {
  details: ProductDetails | null;
  tables: PriceTableRow[];
  editable: boolean;
  onDone: () => void;
}

/** Each table has a place for each charge, so that both sides of a conflict are alike. */
function valuesOf(details: ProductDetails | null, tables: PriceTableRow[]) {
  const product = details?.product;
  return {
    id: product?.id ?? null,
    version: product?.version ?? 0,
    code: product?.code ?? "",
    name: product?.name ?? "",
    unit: product?.unit ?? "un",
    note: product?.note ?? "",
    adjustable: product?.adjustable ?? true,
    active: product?.active ?? true,
    prices: tables.flatMap((table) =>
      CHARGES.map((charge) => ({
        price_table_id: table.id,
        charge,
        amount_cents:
          details?.prices.find((price) => price.price_table_id === table.id && price.charge === charge)
            ?.amount_cents ?? null,
      })),
    ),
  };
}

function Fields({ details, tables, editable, onDone }: FieldsProps) {
  const { t } = useTranslation("products");
  const form = useCommandForm("products.save", {
    initialValues: valuesOf(details, tables),
    merge: {
      theirs: (current: ProductDetails) => valuesOf(current, tables),
      fields: [
        { name: "code", label: t("edit.code") },
        { name: "unit", label: t("edit.unit") },
        { name: "name", label: t("edit.name") },
        { name: "note", label: t("edit.note") },
        ...tables.flatMap((table, at) =>
          CHARGES.map((charge, within) => ({
            name: `prices.${at * 2 + within}.amount_cents` as const,
            label: t("edit.price_in", { table: table.name, charge: t(`edit.${charge}`) }),
            text: (cents: number | null) => (cents === null ? "" : money(cents)),
          })),
        ),
        { name: "adjustable", label: t("edit.adjustable") },
        { name: "active", label: t("edit.active") },
      ],
    },
    follow: true,
    onSuccess: () => {
      toast(t("edit.saved"));
      onDone();
    },
  });
  return (
    <Form form={form} onCancel={onDone} disabled={!editable}>
      <div className={classes.row}>
        <TextInput
          autoFocus
          data-autofocus
          label={t("edit.code")}
          readOnly={!editable}
          {...form.field("code")}
        />
        <TextInput label={t("edit.unit")} readOnly={!editable} {...form.field("unit")} />
      </div>
      <TextInput label={t("edit.name")} readOnly={!editable} {...form.field("name")} />
      <Textarea
        label={t("edit.note")}
        description={t("edit.note_hint")}
        readOnly={!editable}
        {...form.field("note")}
      />
      <fieldset className={classes.prices}>
        <legend>{t("edit.prices")}</legend>
        {tables.length === 0 ? <span className={classes.dim}>{t("edit.no_tables")}</span> : null}
        {tables.map((table, at) => (
          <div key={table.id} className={classes.price}>
            <span>{table.name}</span>
            <MoneyInput
              label={t("edit.one_off")}
              readOnly={!editable}
              {...form.field(`prices.${at * 2}.amount_cents`)}
            />
            <MoneyInput
              label={t("edit.monthly")}
              readOnly={!editable}
              {...form.field(`prices.${at * 2 + 1}.amount_cents`)}
            />
          </div>
        ))}
      </fieldset>
      <Checkbox
        label={t("edit.adjustable")}
        disabled={!editable}
        checked={form.values.adjustable}
        onChange={(event) => form.set("adjustable", event.currentTarget.checked)}
      />
      <Checkbox
        label={t("edit.active")}
        disabled={!editable}
        checked={form.values.active}
        onChange={(event) => form.set("active", event.currentTarget.checked)}
      />
    </Form>
  );
}
