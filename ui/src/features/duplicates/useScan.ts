// A scan of the whole base: begun, watched and stopped; how it ended is told once.
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ScanSummary, ScanUnderWay } from "@/bindings";
import { useCommand } from "@/ipc";
import { errorToast, toast, useErrorText } from "@/shared";
import { count } from "@/shared/format";
import { useJob } from "@/shared/useJob";

export function useScan(running: ScanUnderWay | null) {
  const { t } = useTranslation("duplicates");
  const words = useErrorText();
  const begin = useCommand("duplicates.scan");
  const stop = useCommand("jobs.cancel");
  const [watched, setWatched] = useState<string>();
  const own = running?.own ? running.job : undefined;
  // One begun before this screen was opened is watched as well.
  useEffect(() => {
    if (own) setWatched(own);
  }, [own]);
  const job = useJob(watched);
  useEffect(() => {
    if (!job || job.ended_at === null || job.id !== watched) return;
    setWatched(undefined);
    if (job.state === "cancelled") return toast(t("scan.stopped"));
    if (job.state === "failed") return errorToast(words.text(job.result));
    const { records, groups } = job.result as ScanSummary;
    toast(t("scan.done", { count: groups, figure: count(groups), records: count(records) }));
  }, [job, watched, t, words]);
  return {
    start: () =>
      begin.mutate(
        {},
        { onSuccess: ({ id }) => setWatched(id), onError: (error) => errorToast(words.text(error)) },
      ),
    starting: begin.isPending,
    stop: () => own && stop.mutate({ id: own }),
    stopping: stop.isPending,
  };
}

export type Scan = ReturnType<typeof useScan>;
