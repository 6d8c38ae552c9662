// Who changed what: the entries of the audit, newest first, each with its fields before and after.
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AuditEntry } from "@/bindings";
import { count, dateTime } from "@/shared/format";
import { useRouteQuery } from "@/shared/nav";
import { PageHeader } from "@/shared/Page";
import { Row, Rows } from "@/shared/Rows";
import { SplitView } from "@/shared/SplitView";
import { StateView } from "@/shared/StateView";
import classes from "./Audit.module.css";
import { Chain, useChainWalk } from "./Chain";
import { EntryDetail } from "./EntryDetail";
import { Filters } from "./Filters";
import { type Narrowed, useAudit } from "./useAudit";
import { useEntityName, useTitle, useWho } from "./words";

export default function AuditPage() {
  const entity = useRouteQuery("entity") ?? "";
  const record = useRouteQuery("id") ?? "";
  // Another record asked for from elsewhere begins anew.
  return <Audit key={`${entity} ${record}`} entity={entity} record={record} />;
}

function Audit({ entity, record }: { entity: string; record: string }) {
  const { t } = useTranslation("audit");
  const [narrowed, setNarrowed] = useState<Narrowed>({
    actor_id: null,
    entity,
    entity_id: record,
    command: "",
    from: null,
    to: null,
  });
  const [chosen, setChosen] = useState<number>();
  const narrow = (change: Partial<Narrowed>) => {
    setChosen(undefined);
    setNarrowed({ ...narrowed, ...change });
  };
  const query = useAudit(narrowed);
  const walk = useChainWalk();
  const current = query.entries?.find((entry) => entry.seq === chosen) ?? query.entries?.[0];
  const list = query.isError ? (
    <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />
  ) : query.entries === undefined ? (
    <StateView kind="loading" />
  ) : query.entries.length === 0 ? (
    <StateView kind="empty" title={t("empty")} description={t("empty_text")} />
  ) : (
    <Rows>
      {query.entries.map((entry) => (
        <Entry
          key={entry.seq}
          entry={entry}
          current={entry === current}
          onChoose={() => setChosen(entry.seq)}
        />
      ))}
      {query.hasNextPage ? (
        <li className={classes.more}>
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("more")}
          </Button>
        </li>
      ) : null}
    </Rows>
  );
  return (
    <div className={classes.page}>
      <PageHeader
        title={t("title")}
        primary={
          <Button variant="filled" loading={walk.running} onClick={walk.walk}>
            {t("chain.walk")}
          </Button>
        }
      />
      <Filters value={narrowed} onChange={narrow} />
      <Chain walk={walk} />
      <div className={classes.split}>
        <SplitView
          id="audit"
          initial={420}
          list={list}
          detail={
            current ? (
              <EntryDetail key={current.seq} entry={current} onCommand={(command) => narrow({ command })} />
            ) : null
          }
        />
      </div>
    </div>
  );
}

function Entry({ entry, current, onChoose }: { entry: AuditEntry; current: boolean; onChoose: () => void }) {
  const { t } = useTranslation("audit");
  const kind = useEntityName();
  const who = useWho();
  const title = useTitle();
  const sentence = t(`did.${entry.kind}`, { who: who(entry.actor_name), what: kind(entry.entity) });
  return (
    <Row
      first={sentence}
      second={title(entry.label) || t("number", { seq: count(entry.seq) })}
      secondEnd={dateTime(entry.at)}
      current={current}
      onChoose={onChoose}
    />
  );
}
