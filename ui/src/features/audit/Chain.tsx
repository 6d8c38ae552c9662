// The chain of the audit walked from end to end, with its progress and what was found.
import { Alert, Button, Progress } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ChainVerdict } from "@/bindings";
import { useCommand, useCommandQuery } from "@/ipc";
import { useErrorText } from "@/shared/errors";
import { FormErrors } from "@/shared/form/Form";
import { count } from "@/shared/format";
import classes from "./Audit.module.css";

const LOOK_AGAIN_MS = 500;

export function useChainWalk() {
  const start = useCommand("audit.verify");
  const stop = useCommand("jobs.cancel");
  const id = start.data?.id;
  const job = useCommandQuery(
    "jobs.get",
    { id: id ?? "" },
    { enabled: id !== undefined, refetchInterval: LOOK_AGAIN_MS },
  );
  const found = id === undefined ? undefined : job.data;
  return {
    job: found,
    error: start.error ?? job.error,
    running: start.isPending || found?.state === "running",
    walk: () => start.mutate({}),
    stop: () => id && stop.mutate({ id }),
  };
}

export function Chain({ walk }: { walk: ReturnType<typeof useChainWalk> }) {
  const { t } = useTranslation("audit");
  const words = useErrorText();
  const { job } = walk;
  if (walk.error) return <FormErrors text={words.text(walk.error)} />;
  if (job === undefined) return null;
  if (job.state === "running") {
    const share = job.total ? (job.done / job.total) * 100 : 0;
    return (
      <div className={classes.walk}>
        <Progress value={share} aria-label={t("chain.walking")} />
        <span>{t("chain.progress", { done: count(job.done), total: count(job.total ?? 0) })}</span>
        <Button size="xs" onClick={walk.stop}>
          {t("chain.stop")}
        </Button>
      </div>
    );
  }
  if (job.state === "failed") return <FormErrors text={t("chain.failed")} />;
  if (job.state === "cancelled") return <Alert variant="light">{t("chain.stopped")}</Alert>;
  const verdict = job.result as ChainVerdict;
  const sound = verdict.first_broken === null;
  return (
    <Alert role="status" variant="light" color={sound ? "teal" : "red"}>
      {sound
        ? t("chain.sound", { count: verdict.entries, entries: count(verdict.entries) })
        : t("chain.broken", {
            count: verdict.broken,
            entries: count(verdict.entries),
            first: count(verdict.first_broken ?? 0),
          })}
    </Alert>
  );
}
