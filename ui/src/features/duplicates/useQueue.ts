// The queue as one works through it: which part is asked for, what is chosen, and what comes after a decision.
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import type { Certainty } from "@/bindings";
import { useCommandQuery } from "@/ipc";

/** Groups of a page. */
export const PAGE = 50;
const LOOK_AGAIN_MS = 500;

/** `wanted`: the group somebody came for. */
export function useQueue(wanted?: string) {
  const [text, setText] = useState("");
  const [settled] = useDebouncedValue(text.trim(), 250);
  const [certainty, setCertainty] = useState<Certainty | null>(null);
  const [offset, setOffset] = useState(0);
  // Where to begin on a page that is on its way.
  const [from, setFrom] = useState<"first" | "last">("first");
  const [chosen, setChosen] = useState(wanted);
  const [gone, setGone] = useState<string>();
  const [busy, setBusy] = useState(false);
  const query = useCommandQuery(
    "duplicates.queue",
    { text: settled, certainty, offset, limit: PAGE },
    {
      keepPrevious: true,
      refetchInterval: busy ? LOOK_AGAIN_MS : undefined,
    },
  );
  const running = Boolean(query.data?.running);
  useEffect(() => setBusy(running), [running]);
  const groups = query.data?.groups ?? [];
  const total = query.data?.total ?? 0;
  const begin = from === "last" ? groups[groups.length - 1] : groups.find((group) => group.id !== gone);
  const current = groups.find((group) => group.id === chosen) ?? begin;
  const at = groups.findIndex((group) => group.id === current?.id);
  const listed = groups.some((group) => group.id === gone);
  // Once the list has let go of what was decided, it may come back by an undo.
  useEffect(() => {
    if (!listed) setGone(undefined);
  }, [listed]);
  // What is being read stays, also when a scan puts others before it.
  useEffect(() => {
    if (current) setChosen(current.id);
  }, [current]);
  // The last page may have been decided away.
  useEffect(() => {
    if (offset > 0 && offset >= total && query.data && !query.isPlaceholderData) setOffset(lastPage(total));
  }, [offset, total, query.data, query.isPlaceholderData]);
  // What is chosen stays until the other page is there, on which it is not found.
  const turn = (to: number, edge: "first" | "last") => {
    setOffset(to);
    setFrom(edge);
  };
  return {
    data: query.data,
    error: query.error,
    refetch: () => void query.refetch(),
    groups,
    current,
    text,
    certainty,
    offset,
    total,
    narrowed: settled !== "" || certainty !== null,
    search: (words: string) => {
      setText(words);
      turn(0, "first");
    },
    filter: (only: Certainty | null) => {
      setCertainty(only);
      turn(0, "first");
    },
    page: (by: number) => turn(offset + by * PAGE, "first"),
    choose: setChosen,
    step: (by: number) => {
      const target = groups[at + by];
      if (target) setChosen(target.id);
      else if (by > 0 && offset + groups.length < total) turn(offset + PAGE, "first");
      else if (by < 0 && offset > 0) turn(offset - PAGE, "last");
    },
    /** A group was decided; with `whole`, it is about to leave the list. */
    decided: (id: string, whole: boolean) => {
      if (whole) setGone(id);
      setFrom("first");
      setChosen((groups[at + 1] ?? groups[at - 1])?.id);
    },
  };
}

export type Queue = ReturnType<typeof useQueue>;

function lastPage(total: number): number {
  return Math.max(0, Math.floor((total - 1) / PAGE) * PAGE);
}
