// Where a DataTable gets its rows.
//
//   const rows = useRows("customers.list", (w) => ({ ...filter, offset: w.offset, limit: w.limit, sort: w.sort }), {
//     pick: (answer) => ({ rows: answer.rows, total: answer.total }),
//   });
//
// Only the pages in sight are asked for; they refresh by the command's tags like every query.
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type CommandName, call, commandKey, type Request, type Response } from "@/ipc";
import type { RowPage, RowSource, RowWindow, Sort } from "./types";

const PAGE = 100;
/** Rows a range selection or a copy may fetch; beyond it the export is the way. */
export const RANGE_LIMIT = 10_000;

export interface UseRowsOptions<C extends CommandName, T> {
  pick: (response: Response<C>) => RowPage<T>;
  initialSort?: Sort | null;
  pageSize?: number;
}

interface Memory<T> {
  question: string;
  pages: Map<number, T[]>;
  total: number | null;
  more: boolean;
}

export function useRows<C extends CommandName, T>(
  command: C,
  request: (window: RowWindow) => Request<C>,
  { pick, initialSort = null, pageSize = PAGE }: UseRowsOptions<C, T>,
): RowSource<T> {
  const client = useQueryClient();
  const [sort, setSort] = useState<Sort | null>(initialSort);
  const [seen, setSeen] = useState<{ first: number; last: number }>({ first: 0, last: 0 });
  const memory = useRef<Memory<T>>({ question: "", pages: new Map(), total: null, more: false });

  const ask = useCallback(
    (page: number): Request<C> => request({ offset: page * pageSize, limit: pageSize, sort }),
    [request, pageSize, sort],
  );
  const question = JSON.stringify(ask(0));
  const pages: number[] = [];
  for (let page = seen.first; page <= seen.last; page++) pages.push(page);

  const queries = useQueries({
    queries: pages.map((page) => ({
      queryKey: commandKey(command, ask(page)),
      queryFn: () => call(command, ask(page)),
    })),
  });

  const loaded = new Map<number, T[]>();
  let total: number | null = null;
  let more = false;
  queries.forEach((query, at) => {
    if (query.data === undefined) return;
    const answer = pick(query.data as Response<C>);
    loaded.set(pages[at] as number, answer.rows);
    total = answer.total;
    more = answer.more ?? false;
  });
  // A changed filter shows the older rows, dimmed, until the first new page is here.
  const previous = memory.current;
  const waiting = loaded.size === 0 && previous.question !== question && previous.total !== null;
  if (loaded.size > 0) memory.current = { question, pages: loaded, total, more };
  const shown = waiting ? previous.pages : loaded;
  const shownTotal = total ?? (previous.question === question || waiting ? previous.total : null);

  // Dragging the scroll bar passes over thousands of pages: only where it rests is asked for.
  const rest = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const see = useCallback(
    (first: number, last: number) => {
      const next = {
        first: Math.floor(first / pageSize),
        last: Math.floor(Math.max(first, last) / pageSize),
      };
      clearTimeout(rest.current);
      const apply = () => setSeen((now) => (now.first === next.first && now.last === next.last ? now : next));
      rest.current = setTimeout(apply, 40);
    },
    [pageSize],
  );
  useEffect(() => () => clearTimeout(rest.current), []);

  const range = async (first: number, last: number): Promise<T[]> => {
    const end = Math.min(last, first + RANGE_LIMIT - 1);
    const rows: T[] = [];
    for (let page = Math.floor(first / pageSize); page * pageSize <= end; page++) {
      const answer = await client.ensureQueryData({
        queryKey: commandKey(command, ask(page)),
        queryFn: () => call(command, ask(page)),
      });
      const start = page * pageSize;
      rows.push(...pick(answer as Response<C>).rows.slice(Math.max(0, first - start), end - start + 1));
    }
    return rows;
  };

  const failed = queries.find((query) => query.error);
  return {
    total: shownTotal,
    more: total === null ? previous.more : more,
    row: (index) => shown.get(Math.floor(index / pageSize))?.[index % pageSize],
    see,
    range,
    sort,
    setSort,
    refreshing: waiting,
    error: failed && loaded.size === 0 && !waiting ? failed.error : null,
    retry: () => queries.forEach((query) => void query.refetch()),
  };
}

/** Rows that are all here already, such as the lines of one document. Sorting stays as given. */
export function useLocalRows<T>(rows: readonly T[] | undefined): RowSource<T> {
  return useMemo(
    () => ({
      total: rows?.length ?? null,
      row: (index) => rows?.[index],
      see: () => {},
      range: async (first, last) => rows?.slice(first, last + 1) ?? [],
      sort: null,
      setSort: () => {},
      refreshing: false,
      error: null,
      retry: () => {},
    }),
    [rows],
  );
}
