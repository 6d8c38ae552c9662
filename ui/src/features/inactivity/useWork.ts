// A look through the base, setting aside and taking back: one job at a time, watched until it ends.
import { useEffect, useState } from "react";
import type { InactivityRun, InactivityState, Job } from "@/bindings";
import { type CommandError, useCommand } from "@/ipc";
import { errorToast, useErrorText } from "@/shared";
import { useJob } from "@/shared/useJob";

const BUSY: InactivityState[] = ["finding", "applying", "undoing"];

/** Somebody, here or elsewhere, is working on it. */
export function busy(run: InactivityRun): boolean {
  return BUSY.includes(run.state);
}

export interface Work {
  job: Job | undefined;
  running: boolean;
  starting: boolean;
  find: () => void;
  apply: (run: string) => void;
  undo: (run: string) => void;
  stop: () => void;
}

export function useWork(): Work {
  const words = useErrorText();
  const finding = useCommand("inactivity.find");
  const applying = useCommand("inactivity.apply");
  const undoing = useCommand("inactivity.undo");
  const cancel = useCommand("jobs.cancel");
  const [watched, setWatched] = useState<string>();
  const job = useJob(watched);
  useEffect(() => {
    if (!job || job.ended_at === null || job.id !== watched) return;
    setWatched(undefined);
    if (job.state === "failed") errorToast(words.text(job.result));
  }, [job, watched, words]);
  const told = {
    onSuccess: ({ id }: { id: string }) => setWatched(id),
    onError: (error: CommandError) => {
      const issue = error.issues[0];
      errorToast(issue ? words.issue(issue, error.command) : words.text(error));
    },
  };
  return {
    job: watched === undefined ? undefined : job,
    running: watched !== undefined,
    starting: finding.isPending || applying.isPending || undoing.isPending,
    find: () => finding.mutate({}, told),
    apply: (id) => applying.mutate({ id }, told),
    undo: (id) => undoing.mutate({ id }, told),
    stop: () => job && cancel.mutate({ id: job.id }),
  };
}
