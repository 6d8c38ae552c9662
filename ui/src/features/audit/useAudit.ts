// The entries read so far. Pages follow the last entry seen, so that what others write moves none of them.
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReadAudit } from "@/bindings";
import { call } from "@/ipc";

export type Narrowed = Omit<ReadAudit, "before_seq">;

export function useAudit(narrowed: Narrowed) {
  const query = useInfiniteQuery({
    queryKey: ["audit.list", narrowed],
    queryFn: ({ pageParam }) => call("audit.list", { ...narrowed, before_seq: pageParam }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.more ? (page.entries.at(-1)?.seq ?? null) : null),
  });
  return { ...query, entries: query.data?.pages.flatMap((page) => page.entries) };
}
