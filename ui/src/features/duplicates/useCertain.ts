// Merging all certain groups, and taking a run back: jobs that go on while nobody looks.
import { useEffect, useState } from "react";
import type { CertainGroups, CertainSummary, Job, UndoCertainSummary } from "@/bindings";
import { useCommand, useCommandQuery } from "@/ipc";
import { useJob } from "@/shared/useJob";

/** Groups of a page. */
export const PAGE = 50;
/** Most groups that are left out by name, as the application takes them. */
export const WITHOUT_MAX = 1_000;
const LOOK_AGAIN_MS = 3_000;

export function useCertain() {
  const [offset, setOffset] = useState(0);
  const [busy, setBusy] = useState(false);
  const query = useCommandQuery(
    "duplicates.certain",
    { offset, limit: PAGE },
    { keepPrevious: true, refetchInterval: busy ? LOOK_AGAIN_MS : undefined },
  );
  const found = query.data;
  const running = found?.running ?? null;
  useEffect(() => setBusy(running !== null), [running]);
  // Merged away while one looked at the last page.
  useEffect(() => {
    if (found && offset > 0 && offset >= found.clean && !query.isPlaceholderData) setOffset(0);
  }, [found, offset, query.isPlaceholderData]);
  return {
    found,
    error: query.error,
    refetch: () => void query.refetch(),
    offset,
    turn: (by: 1 | -1) => setOffset(Math.max(0, offset + by * PAGE)),
  };
}

/** One's own work under way, or what came of it. */
export function useWork(found: CertainGroups | undefined, refetch: () => void) {
  const merging = useCommand("duplicates.merge_certain");
  const undoing = useCommand("duplicates.undo_certain");
  const stopping = useCommand("jobs.cancel");
  const [watched, setWatched] = useState<string>();
  const own = found?.running?.own ? found.running.job : undefined;
  // Work begun before this screen was opened is watched as well.
  useEffect(() => {
    if (own) setWatched(own);
  }, [own]);
  const job = useJob(watched);
  const ended = job !== undefined && job.ended_at !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the work ends
  useEffect(() => {
    if (ended) refetch();
  }, [ended]);
  return {
    job,
    busy: merging.isPending || undoing.isPending || (watched !== undefined && !ended),
    error: merging.error ?? undoing.error,
    merge: (automatic_ppm: number, without: string[]) => {
      undoing.reset();
      merging.mutate({ automatic_ppm, without }, { onSuccess: ({ id }) => setWatched(id), onError: refetch });
    },
    undo: (run: string) => {
      merging.reset();
      undoing.mutate({ run }, { onSuccess: ({ id }) => setWatched(id), onError: refetch });
    },
    stop: () => watched && stopping.mutate({ id: watched }),
    stopping: stopping.isPending || job?.state === "cancelled",
  };
}

export type Work = ReturnType<typeof useWork>;

/** What an ended job says of itself; nothing while it is under way or when it failed. */
export function summaryOf(job: Job): { merged?: CertainSummary; undone?: UndoCertainSummary } {
  if (job.ended_at === null || job.state === "failed") return {};
  return job.kind === "undo_certain"
    ? { undone: job.result as UndoCertainSummary }
    : { merged: job.result as CertainSummary };
}
