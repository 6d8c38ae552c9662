import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MailSummary, OutboxRow, OutboxView } from "@/bindings";
import { invalidateTags, useCommandQuery } from "@/ipc";
import { FilterChips } from "@/shared/FilterChips";
import { count, dateTime } from "@/shared/format";
import { useGo, useRouteQuery } from "@/shared/nav";
import { Page, PageHeader } from "@/shared/Page";
import { SplitView } from "@/shared/SplitView";
import { StateView } from "@/shared/StateView";
import { useShortcuts } from "@/shared/shortcuts";
import { type Column, DataTable, type RowWindow, useRows } from "@/shared/table";
import { Condition } from "./Condition";
import { MessageDetail } from "./MessageDetail";
import { MessageTag } from "./MessageTag";
import classes from "./mailings.module.css";

/** Workers of other computers announce nothing here: ask this often. */
const LOOK_EVERY_MS = 5_000;
const VIEWS: OutboxView[] = ["all", "waiting", "attention", "sent", "cancelled"];

/** Envios: every message with where it stands, and beside it what was sent and what the server said. */
export default function OutboxPage() {
  const { t } = useTranslation("mailings");
  const go = useGo();
  const chosen = useRouteQuery("message") ?? null;
  const [view, setView] = useState<OutboxView>("all");
  const [text, setText] = useState("");
  const search = useRef<HTMLInputElement>(null);
  const summary = useSummary();
  const rows = useRows("mailings.outbox", useRequest(view, text), { pick });
  const columns = useColumns();
  const choose = (row: OutboxRow) => {
    if (row.id !== chosen) go(`/mailings?message=${row.id}`, { replace: true });
  };
  useShortcuts(t("title"), [{ keys: "/", label: t("search"), run: () => search.current?.focus() }]);
  const header = (
    <PageHeader
      title={t("title")}
      hint={summary ? t("waiting", { count: summary.waiting, figure: count(summary.waiting) }) : null}
    />
  );
  const filtered = view !== "all" || text !== "";
  const empty = (
    <StateView
      kind="empty"
      title={filtered ? t("none_found") : t("first")}
      description={filtered ? t("none_found_text") : t("first_text")}
    />
  );
  const list = (
    <DataTable
      id="mailings"
      label={t("title")}
      source={rows}
      columns={columns}
      rowId={(row) => row.id}
      activeId={chosen}
      onFocusRow={choose}
      onOpen={choose}
      empty={empty}
    />
  );
  const detail = chosen ? (
    <MessageDetail key={chosen} id={chosen} />
  ) : (
    <StateView kind="empty" title={t("choose")} description={t("choose_text")} />
  );
  return (
    <Page flush header={header}>
      {summary ? <Condition summary={summary} /> : null}
      <div className={classes.filters}>
        <TextInput
          ref={search}
          className={classes.search}
          leftSection={<IconSearch size={15} stroke={1.5} aria-hidden />}
          aria-label={t("search")}
          placeholder={t("search_hint")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Escape" && setText("")}
        />
        <FilterChips
          label={t("filter")}
          required
          value={view}
          onChange={(next) => setView(next ?? "all")}
          options={VIEWS.map((value) => ({
            value,
            label: t(`views.${value}`),
            count: figureOf(value, summary),
          }))}
        />
      </div>
      <SplitView id="mailings" initial={600} min={360} list={list} detail={detail} />
    </Page>
  );
}

const pick = (answer: { rows: OutboxRow[]; total: number }) => answer;

function useRequest(view: OutboxView, text: string) {
  return useCallback(
    (window: RowWindow) => ({
      view,
      text,
      customer_id: null,
      offset: window.offset,
      limit: window.limit,
    }),
    [view, text],
  );
}

/** The outbox at a glance; when a figure changes, the list and the detail are read again. */
function useSummary(): MailSummary | undefined {
  const client = useQueryClient();
  const { data } = useCommandQuery("mailings.summary", {}, { refetchInterval: LOOK_EVERY_MS });
  const seen = data ? JSON.stringify(data) : null;
  const last = useRef(seen);
  useEffect(() => {
    if (last.current !== null && seen !== null && last.current !== seen)
      void invalidateTags(client, ["mailings"]);
    last.current = seen;
  }, [client, seen]);
  return data;
}

function figureOf(view: OutboxView, summary: MailSummary | undefined): number | undefined {
  if (!summary) return undefined;
  if (view === "waiting") return summary.waiting;
  return view === "attention" ? summary.failed + summary.in_doubt : undefined;
}

function useColumns(): Column<OutboxRow>[] {
  const { t } = useTranslation("mailings");
  return useMemo(
    () => [
      {
        id: "state",
        header: t("fields.state"),
        cell: (row) => <MessageTag state={row.state} />,
        text: (row) => t(`states.${row.state}`),
        width: 112,
      },
      {
        id: "recipient",
        header: t("fields.recipient"),
        cell: (row) => row.recipient_name || row.recipient_address,
        width: 172,
      },
      { id: "subject", header: t("fields.subject"), cell: (row) => row.subject, width: 168 },
      { id: "queued_at", header: t("fields.queued_at"), cell: (row) => dateTime(row.queued_at), width: 136 },
      {
        id: "address",
        header: t("fields.address"),
        cell: (row) => row.recipient_address,
        width: 200,
        hidden: true,
      },
      {
        id: "queued_by",
        header: t("fields.queued_by"),
        cell: (row) => row.queued_by,
        width: 140,
        hidden: true,
      },
      {
        id: "sent_at",
        header: t("fields.sent_at"),
        cell: (row) => dateTime(row.sent_at),
        width: 136,
        hidden: true,
      },
    ],
    [t],
  );
}
