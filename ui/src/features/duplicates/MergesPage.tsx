// Mesclagens: every merge, newest first, and taking one back (DUP-5).
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MergeRow } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { PageHeader, SplitView, StateView, Tag, useGo, useRouteQuery, useShortcuts } from "@/shared";
import { date, dayOf } from "@/shared/format";
import { Row, Rows } from "@/shared/Rows";
import classes from "./Duplicates.module.css";
import { MergeDetail } from "./MergeDetail";

const STEP = 50;
const MOST = 200;

export default function MergesPage() {
  const { t } = useTranslation("duplicates");
  const go = useGo();
  const asked = useRouteQuery("id");
  const [chosen, setChosen] = useState<string | undefined>(asked);
  const [limit, setLimit] = useState(STEP);
  const query = useCommandQuery(
    "duplicates.history",
    { customer_id: null, offset: 0, limit },
    { keepPrevious: true },
  );
  const rows = query.data?.rows ?? [];
  const current = chosen ?? rows[0]?.merge.id;
  const at = rows.findIndex((row) => row.merge.id === current);
  const step = (by: number) => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (next) setChosen(next.merge.id);
  };
  useShortcuts(t("nav"), [
    { keys: "j", label: t("keys.next"), run: () => step(1) },
    { keys: "k", label: t("keys.previous"), run: () => step(-1) },
  ]);
  const more = query.data !== undefined && rows.length < query.data.total && limit < MOST;
  if (query.data && rows.length === 0) {
    return (
      <StateView
        kind="empty"
        title={t("history.none")}
        description={t("history.none_text")}
        action={<Button onClick={() => go("/customers")}>{t("history.to_customers")}</Button>}
      />
    );
  }
  const list = (
    <>
      <PageHeader title={t("nav")} />
      {query.error ? (
        <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <StateView kind="loading" />
      ) : (
        <Rows>
          {rows.map((row) => (
            <Merged
              key={row.merge.id}
              row={row}
              current={row.merge.id === current}
              onChoose={() => setChosen(row.merge.id)}
            />
          ))}
        </Rows>
      )}
      {more ? (
        <Button m={12} onClick={() => setLimit(limit + STEP)}>
          {t("history.more")}
        </Button>
      ) : null}
    </>
  );
  return (
    <SplitView
      id="merges"
      list={list}
      detail={
        current ? (
          <MergeDetail key={current} id={current} onOpen={setChosen} />
        ) : (
          <p className={classes.dim}>{t("history.choose")}</p>
        )
      }
    />
  );
}

function Merged({ row, current, onChoose }: { row: MergeRow; current: boolean; onChoose: () => void }) {
  const { t } = useTranslation("duplicates");
  const { merge, fichas } = row;
  return (
    <Row
      first={fichas.map((ficha) => `${ficha.code} ${ficha.name}`).join(", ")}
      end={date(dayOf(merge.merged_at))}
      second={t("history.into", { code: merge.survivor_code, name: merge.survivor_name })}
      secondEnd={merge.undone_at ? <Tag kind="closed">{t("history.undone")}</Tag> : null}
      current={current}
      onChoose={onChoose}
    />
  );
}
