// Products and services with the prices that hold today.
import { Button, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProductOrder, ProductRow } from "@/bindings";
import {
  type Column,
  DataTable,
  FilterChips,
  Page,
  PageHeader,
  PrimaryAction,
  type RowWindow,
  StateView,
  Tag,
  useGo,
  useRows,
  useSession,
  useShortcuts,
} from "@/shared";
import { count, money } from "@/shared/format";
import { usePaced } from "@/shared/usePaced";
import { PriceTablesDrawer } from "./PriceTablesDrawer";
import { ProductDrawer } from "./ProductDrawer";
import classes from "./Products.module.css";

export default function ProductsPage() {
  const { t } = useTranslation("products");
  const { can } = useSession();
  const go = useGo();
  const mayWrite = can("products.write");
  const [search, setSearch] = useState("");
  const settled = usePaced(search);
  const [active, setActive] = useState<"active" | null>("active");
  const [tables, setTables] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const request = useCallback(
    (window: RowWindow) => ({
      search: settled,
      active_only: active !== null,
      segment: null,
      uf: null,
      order: (window.sort?.by ?? "name") as ProductOrder,
      descending: window.sort?.descending ?? false,
      limit: window.limit,
      offset: window.offset,
    }),
    [settled, active],
  );
  const rows = useRows("products.list", request, {
    pick: (answer) => ({ rows: answer.products, total: answer.total }),
    initialSort: { by: "name", descending: false },
  });
  useShortcuts(t("nav"), [
    { keys: "n", label: t("new"), run: () => setOpen("new"), enabled: mayWrite },
    { keys: "/", label: t("list.search"), run: () => field.current?.focus() },
  ]);
  const columns = useColumns();
  const importFile = () => go("/imports?target=products");
  return (
    <Page
      flush
      header={
        <PageHeader
          title={t("nav")}
          hint={rows.total === null ? null : count(rows.total)}
          primary={
            <>
              {mayWrite ? <Button onClick={importFile}>{t("list.import")}</Button> : null}
              <Button onClick={() => setTables(true)}>{t("tables.open")}</Button>
              {mayWrite ? <PrimaryAction label={t("new")} keys="N" onClick={() => setOpen("new")} /> : null}
            </>
          }
        />
      }
    >
      <div className={classes.filters}>
        <TextInput
          ref={field}
          className={classes.search}
          aria-label={t("list.search")}
          placeholder={t("list.search")}
          leftSection={<IconSearch size={15} stroke={1.5} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <FilterChips
          label={t("list.which")}
          value={active}
          onChange={setActive}
          options={[{ value: "active", label: t("list.active") }]}
        />
      </div>
      <DataTable
        id="products"
        label={t("nav")}
        source={rows}
        columns={columns}
        rowId={(row) => row.id}
        onOpen={(row) => setOpen(row.id)}
        activeId={open}
        empty={
          settled === "" ? (
            <StateView
              kind="empty"
              title={t("list.empty")}
              description={t("list.empty_text")}
              action={mayWrite ? <Button onClick={importFile}>{t("list.import")}</Button> : undefined}
            />
          ) : (
            <StateView kind="empty" title={t("list.nothing")} description={t("list.nothing_text")} />
          )
        }
      />
      <ProductDrawer id={open} editable={mayWrite} onClose={() => setOpen(null)} />
      <PriceTablesDrawer opened={tables} editable={mayWrite} onClose={() => setTables(false)} />
    </Page>
  );
}

function useColumns(): Column<ProductRow>[] {
  const { t } = useTranslation("products");
  return useMemo(
    () => [
      { id: "code", header: t("columns.code"), width: 120, sort: true, cell: (row) => row.code },
      { id: "name", header: t("columns.name"), width: 420, sort: true, cell: (row) => row.name },
      { id: "unit", header: t("columns.unit"), width: 70, cell: (row) => row.unit },
      {
        id: "one_off",
        header: t("columns.one_off"),
        width: 140,
        align: "right",
        cell: (row) => money(row.one_off_cents),
      },
      {
        id: "monthly",
        header: t("columns.monthly"),
        width: 140,
        align: "right",
        cell: (row) => money(row.monthly_cents),
      },
      {
        id: "active",
        header: t("columns.active"),
        width: 120,
        cell: (row) => (
          <Tag kind={row.active ? "good" : "closed"}>{t(row.active ? "active" : "inactive")}</Tag>
        ),
        text: (row) => t(row.active ? "active" : "inactive"),
      },
    ],
    [t],
  );
}
