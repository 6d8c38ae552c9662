// The queue as one works through it: what is chosen, and what comes after a decision.
import { useEffect, useState } from "react";
import { useCommandQuery } from "@/ipc";

const STEP = 50;
/** Most groups listed; whoever decided those sees the next ones. */
export const QUEUE_MOST = 200;
const LOOK_AGAIN_MS = 500;

export function useQueue() {
  const [limit, setLimit] = useState(STEP);
  const [chosen, setChosen] = useState<string>();
  const [gone, setGone] = useState<string>();
  const [busy, setBusy] = useState(false);
  const query = useCommandQuery(
    "duplicates.queue",
    { offset: 0, limit },
    {
      keepPrevious: true,
      refetchInterval: busy ? LOOK_AGAIN_MS : undefined,
    },
  );
  const running = Boolean(query.data?.running);
  useEffect(() => setBusy(running), [running]);
  const groups = query.data?.groups ?? [];
  const current = groups.find((group) => group.id === chosen) ?? groups.find((group) => group.id !== gone);
  const at = groups.findIndex((group) => group.id === current?.id);
  const listed = groups.some((group) => group.id === gone);
  // Once the list has let go of what was decided, it may come back by an undo.
  useEffect(() => {
    if (!listed) setGone(undefined);
  }, [listed]);
  // What is being read stays, also when a scan puts others before it.
  useEffect(() => setChosen(current?.id), [current?.id]);
  return {
    data: query.data,
    error: query.error,
    refetch: () => void query.refetch(),
    groups,
    current,
    choose: setChosen,
    more: () => setLimit((known) => Math.min(QUEUE_MOST, known + STEP)),
    step: (by: number) => {
      const target = groups[Math.max(0, Math.min(groups.length - 1, at + by))];
      if (target) setChosen(target.id);
    },
    /** A group was decided; with `whole`, it is about to leave the list. */
    decided: (id: string, whole: boolean) => {
      if (whole) setGone(id);
      setChosen((groups[at + 1] ?? groups[at - 1])?.id);
    },
  };
}
