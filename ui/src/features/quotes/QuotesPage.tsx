// The list of quotes, with the version that counts of each.
import { Button, TextInput } from "@mantine/core";
import { IconSearch, IconSettings } from "@tabler/icons-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { QuoteOrder, QuoteRow, QuoteStatus } from "@/bindings";
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
import { count, date, dateTime, money } from "@/shared/format";
import { usePaced } from "@/shared/usePaced";
import classes from "./Quotes.module.css";
import { SettingsDrawer } from "./SettingsDrawer";
import { numberText, statuses, statusKind } from "./states";

export default function QuotesPage() {
  const { t } = useTranslation("quotes");
  const go = useGo();
  const { can } = useSession();
  const [search, setSearch] = useState("");
  const settled = usePaced(search);
  const [status, setStatus] = useState<QuoteStatus | null>(null);
  const [whose, setWhose] = useState<"mine" | null>(null);
  const [settings, setSettings] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const mayWrite = can("quotes.write");

  const request = useCallback(
    (window: RowWindow) => ({
      search: settled,
      status,
      mine: whose === "mine",
      order: (window.sort?.by ?? "number") as QuoteOrder,
      descending: window.sort?.descending ?? true,
      limit: window.limit,
      offset: window.offset,
    }),
    [settled, status, whose],
  );
  const rows = useRows("quotes.list", request, {
    pick: (answer) => ({ rows: answer.quotes, total: answer.total }),
    initialSort: { by: "number", descending: true },
  });
  const start = () => go("/quotes/new");
  useShortcuts(t("nav"), [
    { keys: "n", label: t("new.title"), run: start, enabled: mayWrite },
    { keys: "/", label: t("list.search"), run: () => field.current?.focus() },
  ]);
  const columns = useColumns();
  const filtered = settled !== "" || status !== null || whose !== null;
  const clear = () => {
    setSearch("");
    setStatus(null);
    setWhose(null);
  };

  return (
    <Page
      flush
      header={
        <PageHeader
          title={t("nav")}
          hint={rows.total === null ? null : count(rows.total)}
          primary={mayWrite ? <PrimaryAction label={t("new.title")} keys="N" onClick={start} /> : null}
        >
          {can("company.manage") ? (
            <Button
              variant="subtle"
              color="gray"
              leftSection={<IconSettings size={15} />}
              onClick={() => setSettings(true)}
            >
              {t("settings.open")}
            </Button>
          ) : null}
        </PageHeader>
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
          label={t("list.whose")}
          value={whose}
          onChange={setWhose}
          options={[{ value: "mine", label: t("list.mine") }]}
        />
        <FilterChips
          label={t("list.status")}
          value={status}
          onChange={setStatus}
          options={statuses
            .filter((value) => value !== "superseded")
            .map((value) => ({ value, label: t(`status.${value}`) }))}
        />
      </div>
      <DataTable
        id="quotes"
        label={t("nav")}
        source={rows}
        columns={columns}
        rowId={(row) => row.id}
        onOpen={(row) => go(`/quotes/${row.id}`)}
        empty={
          filtered ? (
            <StateView
              kind="empty"
              title={t("list.nothing")}
              description={t("list.nothing_text")}
              action={<Button onClick={clear}>{t("list.clear")}</Button>}
            />
          ) : (
            <StateView
              kind="empty"
              title={t("list.empty")}
              description={t("list.empty_text")}
              action={mayWrite ? <Button onClick={start}>{t("new.title")}</Button> : undefined}
            />
          )
        }
      />
      <SettingsDrawer opened={settings} onClose={() => setSettings(false)} />
    </Page>
  );
}

function useColumns(): Column<QuoteRow>[] {
  const { t } = useTranslation("quotes");
  return useMemo(
    () => [
      {
        id: "number",
        header: t("columns.number"),
        width: 128,
        sort: true,
        cell: (row) => (
          <>
            {numberText(row)}
            <span className={classes.dim}> {t("version_short", { number: row.version_number })}</span>
          </>
        ),
        text: numberText,
      },
      {
        id: "customer",
        header: t("columns.customer"),
        width: 270,
        sort: true,
        cell: (row) => row.customer_name,
      },
      {
        id: "status",
        header: t("columns.status"),
        width: 150,
        cell: (row) => <Tag kind={statusKind[row.status]}>{t(`status.${row.status}`)}</Tag>,
        text: (row) => t(`status.${row.status}`),
      },
      {
        id: "one_off",
        header: t("columns.one_off"),
        width: 130,
        align: "right",
        sort: true,
        cell: (row) => (row.one_off_cents === 0 ? "" : money(row.one_off_cents)),
      },
      {
        id: "monthly",
        header: t("columns.monthly"),
        width: 120,
        align: "right",
        sort: true,
        cell: (row) => (row.monthly_cents === 0 ? "" : money(row.monthly_cents)),
      },
      {
        id: "valid_until",
        header: t("columns.valid_until"),
        width: 110,
        sort: true,
        cell: (row) => date(row.valid_until),
      },
      { id: "owner", header: t("columns.owner"), width: 160, cell: (row) => row.owner_name },
      {
        id: "sent_at",
        header: t("columns.sent_at"),
        width: 140,
        hidden: true,
        cell: (row) => dateTime(row.sent_at),
      },
    ],
    [t],
  );
}
