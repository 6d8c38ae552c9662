// The price tables, and one of them to change.
import { Button, Drawer, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PriceSegment, PriceTable, PriceTableRow } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { DateField, Form, StateView, Tag, toast, useCommandForm } from "@/shared";
import { date } from "@/shared/format";
import classes from "./Products.module.css";

export interface PriceTablesDrawerProps {
  opened: boolean;
  editable: boolean;
  onClose: () => void;
}

export function PriceTablesDrawer({ opened, editable, onClose }: PriceTablesDrawerProps) {
  const { t } = useTranslation("products");
  const [edited, setEdited] = useState<PriceTableRow | "new" | null>(null);
  const query = useCommandQuery("products.price_tables", {}, { enabled: opened });
  const back = () => setEdited(null);
  const close = () => {
    back();
    onClose();
  };
  return (
    <Drawer
      opened={opened}
      onClose={close}
      title={t(edited === null ? "tables.title" : edited === "new" ? "tables.new" : "tables.edit")}
      keepMounted={false}
    >
      {edited !== null ? (
        <TableForm table={edited === "new" ? null : edited} onDone={back} />
      ) : query.data === undefined ? (
        query.error ? (
          <StateView kind="error" error={query.error} onRetry={query.refetch} />
        ) : (
          <StateView kind="loading" />
        )
      ) : (
        <>
          {query.data.length === 0 ? (
            <StateView kind="empty" title={t("tables.empty")} description={t("tables.empty_text")} />
          ) : null}
          <div className={classes.tables}>
            {query.data.map((table) => (
              <TableLine key={table.id} table={table} editable={editable} onEdit={() => setEdited(table)} />
            ))}
          </div>
          {editable ? <Button onClick={() => setEdited("new")}>{t("tables.new")}</Button> : null}
        </>
      )}
    </Drawer>
  );
}

interface TableLineProps {
  table: PriceTableRow;
  editable: boolean;
  onEdit: () => void;
}

function TableLine({ table, editable, onEdit }: TableLineProps) {
  const { t } = useTranslation("products");
  const validity = [
    table.valid_from === null ? "" : t("tables.from", { date: date(table.valid_from) }),
    table.valid_until === null ? t("tables.always") : t("tables.until", { date: date(table.valid_until) }),
  ];
  const facts = [
    validity.filter(Boolean).join(" "),
    table.segment === null ? "" : t(`tables.${table.segment}`),
    table.uf ?? "",
    t("tables.prices", { count: table.prices }),
  ];
  return (
    <button type="button" className={classes.table} disabled={!editable} onClick={onEdit}>
      <span className={classes.tableName}>{table.name}</span>
      <Tag kind={table.in_force ? "good" : "closed"}>
        {t(table.in_force ? "tables.in_force" : "tables.not_in_force")}
      </Tag>
      <span className={classes.facts}>{facts.filter(Boolean).join(" · ")}</span>
    </button>
  );
}

function valuesOf(table: PriceTable | null) {
  return {
    id: table?.id ?? null,
    version: table?.version ?? 0,
    name: table?.name ?? "",
    valid_from: table?.valid_from ?? null,
    valid_until: table?.valid_until ?? null,
    segment: table?.segment ?? null,
    uf: table?.uf ?? "",
  };
}

function TableForm({ table, onDone }: { table: PriceTableRow | null; onDone: () => void }) {
  const { t } = useTranslation("products");
  const form = useCommandForm("products.save_price_table", {
    initialValues: valuesOf(table),
    merge: {
      theirs: valuesOf as (current: never) => ReturnType<typeof valuesOf>,
      fields: [
        { name: "name", label: t("tables.name") },
        { name: "valid_from", label: t("tables.valid_from"), text: (day: string | null) => date(day) },
        { name: "valid_until", label: t("tables.valid_until"), text: (day: string | null) => date(day) },
        {
          name: "segment",
          label: t("tables.segment"),
          text: (segment: PriceSegment | null) => t(`tables.${segment ?? "everyone"}`),
        },
        { name: "uf", label: t("tables.uf") },
      ],
    },
    onSuccess: () => {
      toast(t("tables.saved"));
      onDone();
    },
  });
  const segments = [
    { value: "", label: t("tables.everyone") },
    { value: "retail", label: t("tables.retail") },
    { value: "corporate", label: t("tables.corporate") },
  ];
  return (
    <Form form={form} onCancel={onDone}>
      <TextInput autoFocus data-autofocus label={t("tables.name")} {...form.field("name")} />
      <div className={classes.row}>
        <DateField label={t("tables.valid_from")} {...form.field("valid_from")} />
        <DateField label={t("tables.valid_until")} {...form.field("valid_until")} />
      </div>
      <div className={classes.row}>
        <Select
          label={t("tables.segment")}
          data={segments}
          value={form.values.segment ?? ""}
          onChange={(value) => form.set("segment", value ? (value as PriceSegment) : null)}
        />
        <TextInput
          label={t("tables.uf")}
          description={t("tables.uf_hint")}
          maxLength={2}
          {...form.field("uf")}
        />
      </div>
    </Form>
  );
}
