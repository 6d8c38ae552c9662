// What a run came to, how far it is, and what can be done next.
import { Button, Progress } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { InactivityRun } from "@/bindings";
import { count, date, dateTime } from "@/shared/format";
import classes from "./Inactivity.module.css";
import { busy, type Work } from "./useWork";

interface RunBarProps {
  run: InactivityRun;
  /** Nothing is under way. */
  free: boolean;
  work: Work;
}

export function RunBar({ run, free, work }: RunBarProps) {
  const { t } = useTranslation("inactivity");
  if (busy(run)) return <UnderWay run={run} work={work} />;
  const left = run.found - run.inactivated - run.passed_over;
  const mayApply = (run.state === "found" || run.state === "stopped") && left > 0;
  const mayUndo =
    (run.state === "done" || run.state === "stopped") && run.inactivated > run.restored + run.kept;
  return (
    <div className={classes.bar}>
      <div className={classes.told} role="status">
        <strong>{t(`told.${run.state}`, figures(run))}</strong>
        <span className={classes.dim}>{history(run, t)}</span>
      </div>
      {mayUndo ? (
        <Button disabled={!free} onClick={() => work.undo(run.id)}>
          {t("undo", { count: run.inactivated, figure: count(run.inactivated) })}
        </Button>
      ) : null}
      {mayApply ? (
        <Button color="red" variant="filled" disabled={!free} onClick={() => work.apply(run.id)}>
          {t("apply", { count: left, figure: count(left) })}
        </Button>
      ) : null}
    </div>
  );
}

function figures(run: InactivityRun) {
  const counted = run.state === "undone" ? run.restored : run.state === "found" ? run.found : run.inactivated;
  return {
    count: counted,
    figure: count(counted),
    months: run.months,
    seen: count(run.seen),
    left: count(run.state === "undone" ? run.kept : run.passed_over),
  };
}

function history(run: InactivityRun, t: (key: string, values: Record<string, string>) => string): string {
  const parts = [t("as_of", { on: date(run.as_of) })];
  if (run.applied_at && run.applied_by && run.inactivated > 0) {
    parts.push(t("applied", { by: run.applied_by, at: dateTime(run.applied_at) }));
  }
  if (run.undone_at && run.undone_by)
    parts.push(t("undone", { by: run.undone_by, at: dateTime(run.undone_at) }));
  return parts.join(" · ");
}

function UnderWay({ run, work }: { run: InactivityRun; work: Work }) {
  const { t } = useTranslation("inactivity");
  const { job } = work;
  const total = job?.total ?? 0;
  const done = job?.done ?? run.seen;
  return (
    <div className={classes.bar}>
      <div className={classes.told}>
        <span role="status">
          {t(`under_way.${run.state}`, { done: count(done), total: total > 0 ? count(total) : "…" })}
        </span>
        <Progress value={total > 0 ? (done / total) * 100 : 0} aria-label={t(`states.${run.state}`)} />
      </div>
      {job && job.ended_at === null ? <Button onClick={work.stop}>{t("stop")}</Button> : null}
    </div>
  );
}
