import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import type { Activity, ActivityKind } from "@/bindings";
import { call, commandKey } from "@/ipc";

const PAGE = 50;

export interface TimelineView {
  entries: Activity[];
  /** Null until the first answer. */
  total: number | null;
  more: () => void;
  loadingMore: boolean;
  error: unknown;
  retry: () => void;
}

/** The entries read so far; `more` reads further back. */
export function useTimeline(customerId: string, kind: ActivityKind | null): TimelineView {
  const question = `${customerId}.${kind ?? ""}`;
  const [asked, setAsked] = useState({ question, pages: 1 });
  const pages = asked.question === question ? asked.pages : 1;
  const requests = Array.from({ length: pages }, (_, page) => ({
    customer_id: customerId,
    kind,
    offset: page * PAGE,
    limit: PAGE,
  }));
  const queries = useQueries({
    queries: requests.map((request) => ({
      queryKey: commandKey("customers.timeline", request),
      queryFn: () => call("customers.timeline", request),
    })),
  });
  const failed = queries.find((query) => query.error && query.data === undefined);
  return {
    entries: queries.flatMap((query) => query.data?.entries ?? []),
    total: queries[0]?.data?.total ?? null,
    more: () => setAsked({ question, pages: pages + 1 }),
    loadingMore: pages > 1 && queries[pages - 1]?.isPending === true,
    error: failed?.error ?? null,
    retry: () => queries.forEach((query) => void query.refetch()),
  };
}
