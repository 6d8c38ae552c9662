// How a check or an import goes and what came out: progress, counts, and the lines that are not taken.
import { Alert, Button, Group, Progress, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ImportSummary, Job } from "@/bindings";
import { useCommand } from "@/ipc";
import { Card, StateView, useErrorText } from "@/shared";
import { count } from "@/shared/format";
import classes from "./Imports.module.css";
import { Rejections } from "./Rejections";
import type { Import } from "./useImport";

export function Outcome({ work }: { work: Import }) {
  const { job, chosen } = work;
  const refused = useRefusalTexts(work.refusal);
  if (!chosen) return null;
  if (refused.length > 0) {
    return refused.map((sentence) => (
      <Alert key={sentence} color="red" role="alert">
        {sentence}
      </Alert>
    ));
  }
  if (!job) {
    if (work.jobError)
      return <StateView kind="error" error={work.jobError} onRetry={() => void work.retryJob()} />;
    return work.running ? <StateView kind="loading" /> : null;
  }
  if (job.ended_at === null) return <Running job={job} isImport={work.isImport} />;
  return <Ended work={work} job={job} summary={job.result as ImportSummary} />;
}

/** Why a file, a check or an import was refused, as sentences. */
export function useRefusalTexts(refusal: Import["refusal"]): string[] {
  const errors = useErrorText();
  const { t } = useTranslation("imports");
  if (!refusal) return [];
  if (refusal.issues.length === 0) return [errors.text(refusal)];
  const named = (found: unknown) =>
    String(found ?? "")
      .split(", ")
      .map((key) => t(`fields.${key}`, { defaultValue: key }))
      .join(", ");
  const sentences = refusal.issues.map((issue) =>
    errors.issue(
      { ...issue, params: { ...issue.params, fields: named(issue.params?.fields) } },
      "imports.run",
    ),
  );
  return [...new Set(sentences)];
}

function Running({ job, isImport }: { job: Job; isImport: boolean }) {
  const { t } = useTranslation("imports");
  const cancel = useCommand("jobs.cancel");
  const total = job.total ?? 0;
  const words = t("running.progress", { done: count(job.done), total: count(total) });
  return (
    <Card title={isImport ? t("running.run") : t("running.dry")}>
      <Progress.Root>
        <Progress.Section value={total > 0 ? (job.done / total) * 100 : 0} aria-label={words} />
      </Progress.Root>
      <Group justify="space-between" mt={8}>
        <Text size="sm" role="status">
          {total > 0 ? words : t("running.reading")}
        </Text>
        <Button loading={cancel.isPending || cancel.isSuccess} onClick={() => cancel.mutate({ id: job.id })}>
          {t("running.cancel")}
        </Button>
      </Group>
    </Card>
  );
}

function Ended({ work, job, summary }: { work: Import; job: Job; summary: ImportSummary }) {
  const { t } = useTranslation("imports");
  const cancelled = job.state === "cancelled";
  const done = work.isImport ? "run" : "dry";
  const title = t(cancelled ? `checked.title_cancelled_${done}` : `checked.title_${done}`);
  const fresh = summary.created + summary.updated;
  return (
    <>
      <Card title={title}>
        <div className={classes.figures} role="status">
          {(["created", "updated", "unchanged", "rejected"] as const).map((key) => (
            <div
              className={classes.figure}
              key={key}
              data-bad={(key === "rejected" && summary[key] > 0) || undefined}
            >
              <strong>{count(summary[key])}</strong>
              {/* Nought takes the plural, whatever the language's own rule says. */}
              <span>{t(`checked.${work.target}.${key}`, { count: summary[key] || 2 })}</span>
            </div>
          ))}
        </div>
        <ul className={classes.notes}>
          {fresh === 0 && !cancelled && summary.unchanged > 0 ? <li>{t("checked.nothing_new")}</li> : null}
          {fresh === 0 && summary.unchanged === 0 && !cancelled ? (
            <li>{t("checked.nothing_taken")}</li>
          ) : null}
          {summary.rejected === 0 && !cancelled && fresh > 0 ? <li>{t("checked.none_rejected")}</li> : null}
          {fresh > 0 && summary.unchanged > 0 ? <li>{t("checked.rest_stays")}</li> : null}
          {(["skipped", "renumbered", "without_address"] as const)
            .filter((key) => summary[key] > 0)
            .map((key) => (
              <li key={key}>{t(`checked.${key}`, { count: summary[key], figure: count(summary[key]) })}</li>
            ))}
          {work.isImport || fresh === 0 ? null : <li>{t("checked.nothing_changed_yet")}</li>}
        </ul>
      </Card>
      {summary.rejected > 0 ? <Rejections key={job.id} job={job.id} summary={summary} /> : null}
    </>
  );
}
