// Duplicados: the groups a scan of the whole base found, the most certain first, decided one after the other (DUP-3).
import { Button, TextInput } from "@mantine/core";
import { IconGitMerge, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DuplicateGroup, DuplicateScan } from "@/bindings";
import {
  Card,
  FilterChips,
  PageHeader,
  RouterLink,
  SplitView,
  StateView,
  Tag,
  useRouteQuery,
  useShortcuts,
} from "@/shared";
import { count, dateTime } from "@/shared/format";
import { Row, Rows } from "@/shared/Rows";
import { Comparison } from "./Comparison";
import classes from "./Duplicates.module.css";
import { chance } from "./evidence";
import { Pager } from "./Pager";
import { ScanBar } from "./ScanBar";
import { type Queue, useQueue } from "./useQueue";
import { useScan } from "./useScan";
import { Why } from "./Why";

/** As many fichas as are read side by side. */
const FICHAS_MAX = 6;

export default function QueuePage() {
  const { t } = useTranslation("duplicates");
  const queue = useQueue(useRouteQuery("group"));
  const scan = useScan(queue.data?.running ?? null);
  const { groups, current, step } = queue;
  useShortcuts(t("queue.title"), [
    { keys: "j", label: t("keys.next"), run: () => step(1) },
    { keys: "k", label: t("keys.previous"), run: () => step(-1) },
  ]);
  if (queue.data === undefined) {
    return queue.error ? (
      <StateView kind="error" error={queue.error} onRetry={queue.refetch} />
    ) : (
      <StateView kind="loading" />
    );
  }
  const { scan: last, open, decided } = queue.data;
  const search = (
    <Button onClick={scan.start} loading={scan.starting} disabled={queue.data.running?.own}>
      {t(last ? "scan.again" : "scan.start")}
    </Button>
  );
  if (open === 0) {
    return (
      <div className={classes.bare}>
        <ScanBar running={queue.data.running} scan={scan} />
        <StateView
          kind="empty"
          icon={IconGitMerge}
          title={t(last ? "queue.nothing" : "queue.never")}
          description={
            last
              ? t("queue.nothing_text", { ...scanned(last), decided: count(decided) })
              : t("queue.never_text")
          }
          action={search}
        />
      </div>
    );
  }
  const list = (
    <>
      <PageHeader
        title={t("queue.title")}
        hint={t("queue.open", { count: open, figure: count(open) })}
        primary={search}
      />
      <ScanBar running={queue.data.running} scan={scan} />
      {last ? (
        <div className={classes.scanned}>
          {t("queue.scanned", { ...scanned(last), decided: count(decided) })}
          <div className={classes.row}>
            <RouterLink to={"/duplicates/certain" as string}>{t("certain.link")}</RouterLink>
            <RouterLink to={"/duplicates/report" as string}>{t("report.title")}</RouterLink>
          </div>
        </div>
      ) : null}
      <Narrowing queue={queue} />
      {groups.length === 0 ? (
        <StateView kind="empty" title={t("queue.none_found")} description={t("queue.none_found_text")} />
      ) : null}
      <Rows>
        {groups.map((group) => (
          <Group
            key={group.id}
            group={group}
            current={group.id === current?.id}
            onChoose={() => queue.choose(group.id)}
          />
        ))}
      </Rows>
      <Pager offset={queue.offset} shown={groups.length} total={queue.total} onTurn={queue.page} />
    </>
  );
  const detail = current ? (
    <Decision
      key={current.id}
      group={current}
      onSkip={() => step(1)}
      onDone={(whole) => queue.decided(current.id, whole)}
    />
  ) : queue.total === 0 ? null : (
    <StateView kind="loading" />
  );
  return <SplitView id="duplicates" list={list} detail={detail} />;
}

/** What of the queue is listed: by words, and by how sure the search was. */
function Narrowing({ queue }: { queue: Queue }) {
  const { t } = useTranslation("duplicates");
  return (
    <div className={classes.narrowing}>
      <TextInput
        aria-label={t("queue.search")}
        placeholder={t("queue.search")}
        leftSection={<IconSearch size={15} stroke={1.5} aria-hidden />}
        value={queue.text}
        onChange={(event) => queue.search(event.currentTarget.value)}
      />
      <FilterChips
        label={t("queue.certainty")}
        value={queue.certainty}
        onChange={queue.filter}
        options={(["certain", "probable", "reported"] as const).map((value) => ({
          value,
          label: t(`queue.only.${value}`),
        }))}
      />
      {queue.narrowed ? (
        <span className={classes.dim} role="status">
          {t("queue.found", { count: queue.total, figure: count(queue.total) })}
        </span>
      ) : null}
    </div>
  );
}

function scanned(scan: DuplicateScan) {
  return { at: dateTime(scan.started_at), by: scan.started_by, records: count(scan.records) };
}

interface GroupProps {
  group: DuplicateGroup;
  current: boolean;
  onChoose: () => void;
}

function Group({ group, current, onChoose }: GroupProps) {
  const { t } = useTranslation("duplicates");
  const [first, ...others] = group.fichas;
  return (
    <Row
      first={`${first?.code ?? ""} ${first?.name ?? ""}`}
      end={group.report ? null : chance(group.probability_ppm)}
      second={others.map((ficha) => `${ficha.code} ${ficha.name}`).join(", ")}
      secondEnd={
        group.report ? (
          <Tag kind="open">{t("queue.reported")}</Tag>
        ) : group.automatic ? (
          <Tag kind="sure">{t("queue.certain")}</Tag>
        ) : null
      }
      current={current}
      onChoose={onChoose}
    />
  );
}

interface DecisionProps {
  group: DuplicateGroup;
  onSkip: () => void;
  /** `whole`: no ficha of the group was left out. */
  onDone: (whole: boolean) => void;
}

function Decision({ group, onSkip, onDone }: DecisionProps) {
  const { t } = useTranslation("duplicates");
  const [leftOut, setLeftOut] = useState<string[]>([]);
  const kept = group.fichas.filter((ficha) => !leftOut.includes(ficha.id));
  const ids = kept.slice(0, FICHAS_MAX).map((ficha) => ficha.id);
  const whole = ids.length === group.fichas.length;
  return (
    <Comparison
      key={ids.join()}
      ids={ids}
      leave={{ label: t("queue.skip"), keys: "s", run: onSkip }}
      onDone={() => onDone(whole)}
      onLeaveOut={(id) => setLeftOut((known) => [...known, id])}
      why={
        <>
          {whole ? null : (
            <p className={classes.dim}>
              {t("queue.left_out", { count: group.fichas.length - ids.length })}{" "}
              {leftOut.length > 0 ? (
                <Button size="compact-xs" variant="subtle" onClick={() => setLeftOut([])}>
                  {t("queue.all_again")}
                </Button>
              ) : null}
            </p>
          )}
          {group.report ? (
            <Card title={t("tell.by", { by: group.report.by, at: dateTime(group.report.at) })}>
              {group.report.reason}
            </Card>
          ) : (
            <Why group={group} ids={ids} />
          )}
        </>
      }
    />
  );
}
