// What narrows the list of customers, as it is remembered, saved in a view and asked for.
import { useCallback, useState } from "react";
import type { ListCustomers, Missing, ViewContent } from "@/bindings";
import { recall, remember } from "@/shared/storage";
import type { RowWindow, Sort } from "@/shared/table";

export type Filter = Pick<ListCustomers, "text" | "status" | "kind" | "segment" | "uf" | "overdue"> & {
  /** Only those the person who asks looks after. */
  mine: boolean;
  /** Only those this person looks after. */
  responsible_id: string | null;
  /** Beginning of a city's name. */
  city: string | null;
  /** First and last day of the last change, `YYYY-MM-DD`. */
  changed_from: string | null;
  changed_to: string | null;
  missing: Missing | null;
};

export const everything: Filter = {
  text: "",
  status: null,
  kind: null,
  segment: null,
  uf: null,
  overdue: false,
  mine: false,
  responsible_id: null,
  city: null,
  changed_from: null,
  changed_to: null,
  missing: null,
};

/** The best matches of a typed text first; without one, by name. */
export const startOrder: Sort = { by: "relevance", descending: false };

/** The filter as it was left, so that coming back from a ficha finds the same list. */
export function useFilter(): [Filter, (filter: Filter) => void] {
  const [filter, setFilter] = useState<Filter>(() => ({ ...everything, ...recall("customers.filter", {}) }));
  const change = useCallback((next: Filter) => {
    setFilter(next);
    remember("customers.filter", next);
  }, []);
  return [filter, change];
}

/** The filters of a view. */
export function toFilters(filter: Filter): Record<string, string> {
  const { text: _, overdue, mine, ...chosen } = filter;
  const set = Object.entries(chosen).filter((entry): entry is [string, string] => entry[1] !== null);
  const on = Object.entries({ overdue, mine }).flatMap(([name, is]) => (is ? [[name, "true"]] : []));
  return Object.fromEntries([...set, ...on]);
}

/** What a view filters by; the rest is open. */
export function fromFilters({ text, filters }: ViewContent): Filter {
  const { overdue, mine, ...chosen } = filters;
  return { ...everything, ...chosen, text, overdue: overdue !== undefined, mine: mine !== undefined };
}

/** The part of the list that is asked for. */
export function asRequest(filter: Filter, userId: string | null, window: RowWindow): ListCustomers {
  const { mine, responsible_id, city, changed_from, changed_to, missing, ...rest } = filter;
  const { by, descending } = window.sort ?? startOrder;
  return {
    ...rest,
    responsible_id: (mine ? userId : responsible_id) ?? undefined,
    city: city ?? undefined,
    changed_from: changed_from ?? undefined,
    changed_to: changed_to ?? undefined,
    missing: missing ?? undefined,
    sort: by as ListCustomers["sort"],
    descending,
    offset: window.offset,
    limit: window.limit,
  };
}
