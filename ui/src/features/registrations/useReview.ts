// The queue as one works through it: what is chosen, what comes next, and decisions that show at
// once and come back when they are refused.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { ReviewLane, ReviewQueueItem } from "@/bindings";
import { type CommandName, call, commandKey, type Request, useCommand, useCommandQuery } from "@/ipc";
import { useErrorText } from "@/shared/errors";
import { errorToast, toast } from "@/shared/toast";

const NONE: ReviewQueueItem[] = [];

export type DecisionCommand = Extract<
  CommandName,
  "registrations.approve" | "registrations.return" | "registrations.deny"
>;

export function useReview(lane: ReviewLane, wanted: string | undefined) {
  const client = useQueryClient();
  const queue = useCommandQuery(
    "registrations.queue",
    { lane },
    { refetchInterval: 30_000, keepPrevious: true },
  );
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<string | undefined>(wanted);
  useEffect(() => setChosen(wanted), [wanted]);

  const listed = queue.data?.items ?? NONE;
  const items = useMemo(() => listed.filter((item) => !decided.has(item.sale.id)), [listed, decided]);
  const found = items.findIndex((item) => item.sale.id === chosen);
  // A sale named in the address is shown even when it waits in no lane.
  const current =
    found >= 0 ? items[found]?.sale.id : wanted && chosen === wanted ? wanted : firstFree(items)?.sale.id;
  const at = items.findIndex((item) => item.sale.id === current);
  const next = firstFree(items.slice(at + 1))?.sale.id;
  // What is being read stays, also when a colleague takes it up.
  useEffect(() => setChosen(current), [current]);

  // The next one is there before it is asked for.
  useEffect(() => {
    if (next === undefined) return;
    void client.prefetchQuery({
      queryKey: commandKey("registrations.get", { id: next }),
      queryFn: () => call("registrations.get", { id: next }),
      staleTime: 20_000,
    });
  }, [client, next]);

  const step = useCallback(
    (by: number) => {
      const target = items[Math.max(0, Math.min(items.length - 1, at + by))];
      if (target) setChosen(target.sale.id);
    },
    [items, at],
  );

  const decide = useDecisions(setDecided, setChosen, next ?? items[at - 1]?.sale.id);
  return { queue, items, current, chosen: items[at], step, choose: setChosen, decide };
}

/** What nobody else is deciding; where colleagues have them all, the first. */
function firstFree(items: ReviewQueueItem[]): ReviewQueueItem | undefined {
  return items.find((item) => !item.claimed_by_other) ?? items[0];
}

/** Sends a decision: the sale leaves the list at once, and returns with the reason when refused. */
function useDecisions(
  setDecided: (change: (ids: ReadonlySet<string>) => ReadonlySet<string>) => void,
  choose: (id: string | undefined) => void,
  next: string | undefined,
) {
  const approve = useCommand("registrations.approve");
  const giveBack = useCommand("registrations.return");
  const deny = useCommand("registrations.deny");
  const words = useErrorText();
  return async <C extends DecisionCommand>(
    command: C,
    request: Request<C>,
    done: string,
    onRefused?: (error: unknown) => void,
  ): Promise<void> => {
    const id = request.id;
    setDecided((ids) => new Set(ids).add(id));
    choose(next);
    try {
      if (command === "registrations.approve") await approve.mutateAsync(request as never);
      else if (command === "registrations.return") await giveBack.mutateAsync(request as never);
      else await deny.mutateAsync(request as never);
      toast(done);
    } catch (error) {
      choose(id);
      onRefused?.(error);
      errorToast(words.text(error));
    } finally {
      // Whether it went or came back, the list itself knows from here on.
      setDecided((ids) => new Set([...ids].filter((other) => other !== id)));
    }
  };
}
