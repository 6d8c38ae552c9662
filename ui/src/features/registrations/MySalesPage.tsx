// Minhas vendas: what the seller sent, and what came back, by state.
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { RegistrationState, SaleRow } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { FilterChips } from "@/shared/FilterChips";
import { dateTime } from "@/shared/format";
import { useGo } from "@/shared/nav";
import { Page, PageHeader, PrimaryAction } from "@/shared/Page";
import { StateView } from "@/shared/StateView";
import { useShortcuts } from "@/shared/shortcuts";
import { Tag } from "@/shared/Tag";
import { type Column, DataTable, useLocalRows } from "@/shared/table";
import classes from "./Sale.module.css";
import { stateTags } from "./stateTags";

const order: RegistrationState[] = [
  "returned",
  "draft",
  "submitted",
  "in_review",
  "approved",
  "denied",
  "cancelled",
];
const NONE: SaleRow[] = [];

export default function MySalesPage() {
  const { t } = useTranslation("registrations");
  const go = useGo();
  const [state, setState] = useState<RegistrationState | null>(null);
  const query = useCommandQuery(
    "registrations.mine",
    { state },
    { keepPrevious: true, refetchInterval: 60_000 },
  );
  const source = useLocalRows(query.data?.items ?? NONE);
  const columns = useSaleColumns();
  const create = () => go("/sales/new");
  useShortcuts(t("mine.title"), [{ keys: "n", label: t("actions.new_sale"), run: create }]);
  const count = (one: RegistrationState) =>
    query.data?.counts.find((known) => known.state === one)?.count ?? 0;
  const header = (
    <PageHeader
      title={t("mine.title")}
      primary={<PrimaryAction label={t("actions.new_sale")} keys="N" onClick={create} />}
    />
  );
  if (query.isError && query.data === undefined) {
    return (
      <Page header={header}>
        <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />
      </Page>
    );
  }
  if (query.data === undefined) {
    return (
      <Page header={header}>
        <StateView kind="loading" />
      </Page>
    );
  }
  const empty = (
    <StateView
      kind="empty"
      title={t(state === null ? "mine.empty" : "mine.empty_state")}
      description={t(state === null ? "mine.empty_text" : "mine.empty_state_text")}
    />
  );
  return (
    <Page header={header} flush>
      <div className={classes.filters}>
        <FilterChips
          label={t("mine.filter")}
          value={state}
          onChange={setState}
          options={order
            .filter((one) => count(one) > 0 || one === state)
            .map((one) => ({ value: one, label: t(`states.${one}`), count: count(one) }))}
        />
      </div>
      <DataTable
        id="my-sales"
        label={t("mine.title")}
        source={source}
        columns={columns}
        rowId={(row) => row.id}
        onOpen={(row) => go(`/sales/${row.id}`)}
        empty={empty}
      />
    </Page>
  );
}

function useSaleColumns(): Column<SaleRow>[] {
  const { t } = useTranslation("registrations");
  return useMemo(
    () => [
      {
        id: "state",
        header: t("columns.state"),
        width: 128,
        cell: (row) => <Tag kind={stateTags[row.state]}>{t(`states.${row.state}`)}</Tag>,
        text: (row) => t(`states.${row.state}`),
      },
      { id: "name", header: t("columns.name"), width: 280, cell: (row) => row.name || t("mine.unnamed") },
      { id: "number", header: t("columns.number"), width: 120, cell: (row) => row.number ?? "" },
      { id: "plan", header: t("columns.plan"), width: 180, cell: (row) => row.plan_name ?? "" },
      {
        id: "city",
        header: t("columns.city"),
        width: 220,
        cell: (row) => [row.city, row.uf].filter(Boolean).join("/"),
      },
      {
        id: "updated",
        header: t("columns.updated"),
        width: 140,
        cell: (row) => dateTime(row.updated_at),
      },
    ],
    [t],
  );
}
