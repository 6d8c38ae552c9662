// The imports of late, each of which can be taken back.
import { Anchor, Button, Group, Progress, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ImportTarget, Job, PastImport, UndoSummary } from "@/bindings";
import { useCommand, useCommandQuery } from "@/ipc";
import { Card, StateView, useErrorText } from "@/shared";
import { FormErrors } from "@/shared/form/Form";
import { count, dateTime } from "@/shared/format";
import { RouterLink } from "@/shared/nav";
import classes from "./Imports.module.css";

const LOOK_AGAIN_MS = 300;

export function PastImports({ target }: { target: ImportTarget }) {
  const { t } = useTranslation("imports");
  const past = useCommandQuery("imports.recent", { target });
  if (past.isError) return <StateView kind="error" error={past.error} onRetry={() => void past.refetch()} />;
  if (!past.data || past.data.length === 0) return null;
  return (
    <Card title={t("past.title")}>
      <ul className={classes.past}>
        {past.data.map((one) => (
          <li key={one.id}>
            <Past one={one} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Past({ one }: { one: PastImport }) {
  const { t } = useTranslation("imports");
  const undoing = useUndo(one);
  const { summary } = one;
  const state = one.undone_at
    ? t("past.undone", { at: dateTime(one.undone_at) })
    : one.lines_done < one.lines_total
      ? t("past.unfinished", { done: count(one.lines_done), total: count(one.lines_total) })
      : t("past.counts", {
          created: count(summary.created),
          updated: count(summary.updated),
          rejected: count(summary.rejected),
        });
  return (
    <>
      <div className={classes.pastLine}>
        <div className={classes.pastWords}>
          <strong className={classes.pastTitle}>{one.title}</strong>
          <span className={classes.pastState}>{state}</span>
        </div>
        <span className={classes.text}>
          {dateTime(one.started_at)} {"·"} {one.started_by_name}
        </span>
        {one.target === "customers" && one.made > 0 && !undoing.job ? (
          <Button size="xs" onClick={undoing.ask}>
            {t("past.undo")}
          </Button>
        ) : null}
      </div>
      {undoing.asked ? (
        <Group gap={8} role="group" aria-label={t("past.undo")} className={classes.asked}>
          <Text size="sm">{t("past.sure", { count: summary.created, figure: count(summary.created) })}</Text>
          <Button size="xs" color="red" variant="filled" loading={undoing.starting} onClick={undoing.undo}>
            {t("past.yes")}
          </Button>
          <Button size="xs" onClick={undoing.leave}>
            {t("past.no")}
          </Button>
        </Group>
      ) : null}
      {undoing.refusal ? <FormErrors text={undoing.refusal} /> : null}
      {undoing.job ? <Undoing job={undoing.job} /> : null}
    </>
  );
}

/** Asking, then the job that takes the import back. */
function useUndo(one: PastImport) {
  const words = useErrorText();
  const [asked, setAsked] = useState(false);
  const start = useCommand("imports.undo");
  const id = start.data?.id;
  const query = useCommandQuery(
    "jobs.get",
    { id: id ?? "" },
    { enabled: id !== undefined, refetchInterval: LOOK_AGAIN_MS },
  );
  return {
    asked: asked && id === undefined,
    ask: () => setAsked(true),
    leave: () => setAsked(false),
    undo: () => start.mutate({ id: one.id }),
    starting: start.isPending,
    job: id === undefined ? undefined : query.data,
    refusal: start.error ? words.text(start.error) : query.error ? words.text(query.error) : "",
  };
}

function Undoing({ job }: { job: Job }) {
  const { t } = useTranslation("imports");
  const words = useErrorText();
  const cancel = useCommand("jobs.cancel");
  const total = job.total ?? 0;
  if (job.ended_at === null) {
    const progress = t("past.progress", { done: count(job.done), total: count(total) });
    return (
      <Group gap={8} className={classes.asked}>
        <Progress.Root className={classes.bar}>
          <Progress.Section value={total > 0 ? (job.done / total) * 100 : 0} aria-label={progress} />
        </Progress.Root>
        <Text size="sm" role="status">
          {progress}
        </Text>
        <Button size="xs" onClick={() => cancel.mutate({ id: job.id })}>
          {t("running.cancel")}
        </Button>
      </Group>
    );
  }
  if (job.state === "failed") return <FormErrors text={words.text(job.result as never)} />;
  const summary = job.result as UndoSummary;
  return (
    <div className={classes.asked} role="status">
      <Text size="sm">
        {t("past.removed", { customers: count(summary.customers), contracts: count(summary.contracts) })}
      </Text>
      {summary.kept_count > 0 ? (
        <>
          <Text size="sm">
            {t("past.kept", { count: summary.kept_count, figure: count(summary.kept_count) })}
          </Text>
          <ul className={classes.notes}>
            {summary.kept.map((kept) => (
              <li key={kept.customer_id}>
                <Anchor component={RouterLink} to={`/customers/${kept.customer_id}`} size="sm">
                  {kept.code} {kept.name}
                </Anchor>
                {": "}
                {t(`past.reasons.${kept.reason}`)}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}
