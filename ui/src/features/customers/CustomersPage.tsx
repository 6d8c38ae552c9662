import { Button, Drawer, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CustomerRow, ListCustomers, ViewContent } from "@/bindings";
import { useViews, ViewBar } from "@/features/views";
import { count } from "@/shared/format";
import { useGo, useRouteQuery } from "@/shared/nav";
import { Page, PageHeader, PrimaryAction } from "@/shared/Page";
import { StateView } from "@/shared/StateView";
import { useSession } from "@/shared/session";
import { useShortcuts } from "@/shared/shortcuts";
import {
  type Column,
  type ColumnLayout,
  DataTable,
  type RowWindow,
  type Sort,
  untouched,
  useColumns,
  useRows,
} from "@/shared/table";
import { usePaced } from "@/shared/usePaced";
import { NewCustomer } from "./CustomerForm";
import classes from "./CustomersPage.module.css";
import { useCustomerColumns } from "./columns";
import { ExportBar } from "./ExportBar";
import { hasScreen } from "./extensions";
import { Filters } from "./Filters";
import { asRequest, everything, type Filter, fromFilters, startOrder, toFilters, useFilter } from "./filter";
import { MarkedBar } from "./MarkedBar";
import { useExport } from "./useExport";

const byName: Sort = { by: "name", descending: false };

/** Clientes: the list with search and filters; Enter opens a ficha, N registers a customer. */
export default function CustomersPage() {
  const { t } = useTranslation("customers");
  const { can, user } = useSession();
  const go = useGo();
  const [filter, setFilter] = useFilter();
  const rows = useCustomerRows(filter, user?.id ?? null);
  const columns = useCustomerColumns();
  const layout = useColumns("customers", columns);
  const exporting = useExport(user?.id ?? null);
  const [creating, setCreating] = useNewDrawer();
  const search = useRef<HTMLInputElement>(null);
  const [marked, setMarked] = useState<ReadonlyMap<string, CustomerRow>>(new Map());
  const mayWrite = can("customers.write");
  useShortcuts(t("list.title"), [
    { keys: "n", label: t("create.title"), run: () => setCreating(true), enabled: mayWrite },
    { keys: "/", label: t("list.search"), run: () => search.current?.focus() },
  ]);
  const filtered = JSON.stringify(filter) !== JSON.stringify(everything);
  const create = mayWrite ? (
    <PrimaryAction label={t("create.title")} keys="N" onClick={() => setCreating(true)} />
  ) : undefined;
  const importFile =
    can("customers.import") && hasScreen("/imports") ? (
      <Button onClick={() => go("/imports?target=customers")}>{t("list.import")}</Button>
    ) : null;
  const shown = rows.sort ?? startOrder;
  const byDebt = shown.by === "overdue";
  const headed = shown.by === "relevance" && filter.text.trim() === "" ? byName : shown;
  const views = useCustomerViews({ filter, setFilter, sort: shown, setSort: rows.setSort, columns, layout });
  const exportFile = can("customers.export") ? (
    <Button
      disabled={exporting.busy || !rows.total}
      onClick={() =>
        void exporting.start(
          asRequest(filter, user?.id ?? null, { offset: 0, limit: 1, sort: shown }),
          layout.visible.map(({ column }) => column),
        )
      }
    >
      {t("list.export")}
    </Button>
  ) : null;
  const header = (
    <PageHeader
      title={t("list.title")}
      hint={
        rows.total === null
          ? null
          : t(rows.more ? "list.count_more" : "list.count", { count: rows.total, figure: count(rows.total) })
      }
      primary={
        <>
          {exportFile}
          {importFile}
          {create}
        </>
      }
    >
      <ViewBar views={views} />
    </PageHeader>
  );
  const begin = (
    <div className={classes.begin}>
      {create}
      {importFile}
    </div>
  );
  const empty = filtered ? (
    <StateView
      kind="empty"
      title={t("list.none_found")}
      description={t("list.none_found_text")}
      action={<Button onClick={() => setFilter(everything)}>{t("list.clear")}</Button>}
    />
  ) : (
    <StateView kind="empty" title={t("list.first")} description={t("list.first_text")} action={begin} />
  );
  return (
    <Page flush header={header}>
      <div className={classes.filters}>
        <TextInput
          ref={search}
          className={classes.search}
          leftSection={<IconSearch size={15} stroke={1.5} aria-hidden />}
          aria-label={t("list.search")}
          placeholder={t("list.search_hint")}
          value={filter.text}
          onChange={(event) => setFilter({ ...filter, text: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") document.querySelector<HTMLElement>("[role=grid]")?.focus();
            if (event.key === "Escape") setFilter({ ...filter, text: "" });
          }}
        />
        <Filters
          filter={{ ...filter, overdue: filter.overdue || byDebt }}
          onChange={(next) => {
            // In the order of what is owed there is nobody who owes nothing.
            if (byDebt && !next.overdue) rows.setSort(null);
            setFilter(byDebt ? { ...next, overdue: next.overdue && filter.overdue } : next);
          }}
        />
      </div>
      <ExportBar work={exporting} />
      <MarkedBar
        marked={marked}
        onClear={() => setMarked(new Map())}
        columns={layout.visible.map(({ column }) => column)}
      />
      <DataTable
        id="customers"
        label={t("list.title")}
        source={{ ...rows, sort: headed }}
        columns={columns}
        layout={layout}
        rowId={(row) => row.id}
        selectable
        selected={marked}
        onSelect={setMarked}
        onOpen={(row) => go(`/customers/${row.id}`)}
        empty={empty}
      />
      <Drawer
        opened={creating}
        onClose={() => setCreating(false)}
        title={t("create.title")}
        size={600}
        keepMounted={false}
      >
        <NewCustomer
          onCancel={() => setCreating(false)}
          onCreated={(customer) => go(`/customers/${customer.id}`)}
        />
      </Drawer>
    </Page>
  );
}

interface Shown {
  filter: Filter;
  setFilter: (filter: Filter) => void;
  sort: Sort;
  setSort: (sort: Sort) => void;
  columns: Column<CustomerRow>[];
  layout: ColumnLayout<CustomerRow>;
}

/** The views of this list; what a view does not filter by is open. */
function useCustomerViews({ filter, setFilter, sort, setSort, columns, layout }: Shown) {
  const current: ViewContent = {
    text: filter.text.trim(),
    filters: toFilters(filter),
    sort,
    columns: layout.arrangement,
  };
  const plain: ViewContent = { text: "", filters: {}, sort: startOrder, columns: untouched(columns) };
  const onApply = (content: ViewContent) => {
    setFilter(fromFilters(content));
    setSort(content.sort ?? startOrder);
    layout.arrange(content.columns);
  };
  return useViews("customers", { current, plain, onApply });
}

/** Rows of the filter, asked for while it is typed. */
function useCustomerRows(filter: Filter, userId: string | null) {
  const asked = usePaced(filter);
  const request = useCallback(
    (window: RowWindow): ListCustomers => asRequest(asked, userId, window),
    [asked, userId],
  );
  return useRows("customers.list", request, { pick: (answer) => answer, initialSort: startOrder });
}

/** The drawer opens by itself when the address asks for it (`?new=1`, from the search field). */
function useNewDrawer(): [boolean, (open: boolean) => void] {
  const asked = useRouteQuery("new") !== undefined;
  const go = useGo();
  const [open, setOpen] = useState(asked);
  useEffect(() => {
    if (asked) setOpen(true);
  }, [asked]);
  const change = (next: boolean) => {
    setOpen(next);
    if (!next && asked) go("/customers", { replace: true });
  };
  return [open, change];
}
