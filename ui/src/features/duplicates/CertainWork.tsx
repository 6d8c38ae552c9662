// How far the merging of all certain groups is, what came of it, and the runs made before.
import { Button, Progress } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CertainGroups, CertainRun } from "@/bindings";
import { Card, RouterLink, useErrorText } from "@/shared";
import { FormErrors } from "@/shared/form/Form";
import { count, dateTime } from "@/shared/format";
import classes from "./Duplicates.module.css";
import { exactChance } from "./evidence";
import { summaryOf, type Work } from "./useCertain";

/** One's own work, or a colleague's. */
export function CertainProgress({ found, work }: { found: CertainGroups; work: Work }) {
  const { t } = useTranslation("duplicates");
  const words = useErrorText();
  const { job } = work;
  if (work.error) {
    const told = work.error.issues.map((issue) => words.issue(issue, work.error?.command ?? "")).join(" ");
    return <FormErrors text={told || words.text(work.error)} />;
  }
  if (job && job.ended_at === null) {
    return (
      <Bar
        words={t(job.kind === "undo_certain" ? "certain.undoing" : "certain.merging", figures(job))}
        share={share(job)}
        stop={
          <Button size="xs" disabled={work.stopping} onClick={work.stop}>
            {t("scan.stop")}
          </Button>
        }
      />
    );
  }
  if (found.running && !found.running.own) {
    const { undoing, by } = found.running;
    return (
      <Bar
        words={t(undoing ? "certain.undoing_by" : "certain.merging_by", { by, ...figures(found.running) })}
        share={share(found.running)}
      />
    );
  }
  if (!job) return null;
  if (job.state === "failed") return <FormErrors text={words.text(job.result)} />;
  const { merged, undone } = summaryOf(job);
  return (
    <Card>
      <div role="status" className={classes.stack}>
        {job.state === "cancelled" ? <span>{t("certain.stopped")}</span> : null}
        {merged ? (
          <span>
            {t("certain.done", {
              count: merged.merged,
              figure: count(merged.merged),
              left: count(merged.passed_over),
            })}
          </span>
        ) : null}
        {undone ? (
          <span>
            {t("certain.undone", {
              count: undone.undone,
              figure: count(undone.undone),
              kept: count(undone.kept),
            })}
          </span>
        ) : null}
      </div>
    </Card>
  );
}

function figures({ done, total }: { done: number; total: number | null }) {
  return { done: count(done), total: count(total ?? 0) };
}

function share({ done, total }: { done: number; total: number | null }): number {
  return total ? (done / total) * 100 : 0;
}

function Bar({ words, share, stop }: { words: string; share: number; stop?: ReactNode }) {
  const { t } = useTranslation("duplicates");
  return (
    <Card>
      <div className={classes.stack}>
        <div className={classes.row}>
          <span role="status">{words}</span>
          {stop}
        </div>
        <Progress value={share} aria-label={t("certain.title")} />
      </div>
    </Card>
  );
}

/** Runs made before, each to be taken back as a whole. */
export function Runs({ runs, work }: { runs: CertainRun[]; work: Work }) {
  const { t } = useTranslation("duplicates");
  if (runs.length === 0) return null;
  return (
    <Card title={t("certain.runs")} action={<RouterLink to={"/merges" as string}>{t("nav")}</RouterLink>}>
      <ul className={classes.plain}>
        {runs.map((run) => (
          <Run key={run.id} run={run} work={work} />
        ))}
      </ul>
    </Card>
  );
}

function Run({ run, work }: { run: CertainRun; work: Work }) {
  const { t } = useTranslation("duplicates");
  const [asked, setAsked] = useState(false);
  const undo = () => {
    setAsked(false);
    work.undo(run.id);
  };
  const standing = { count: run.standing, figure: count(run.standing) };
  return (
    <li className={classes.run}>
      <span>
        {t("certain.run", {
          count: run.merged,
          figure: count(run.merged),
          at: dateTime(run.started_at),
          by: run.started_by,
          chance: exactChance(run.automatic_ppm),
        })}
        <span className={classes.dim}>
          {run.standing === 0 ? t("certain.none_stands") : t("certain.stand", standing)}
        </span>
      </span>
      {run.standing === 0 ? null : asked ? (
        <span className={classes.row}>
          <Button size="xs" variant="filled" onClick={undo}>
            {t("certain.undo_confirm", standing)}
          </Button>
          <Button size="xs" onClick={() => setAsked(false)}>
            {t("undo.cancel")}
          </Button>
        </span>
      ) : (
        <Button size="xs" disabled={work.busy} onClick={() => setAsked(true)}>
          {t("certain.undo")}
        </Button>
      )}
    </li>
  );
}
