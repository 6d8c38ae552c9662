// The views of one list: which there are, which one is shown, and whether the list still looks like it.
//
//   const views = useViews("customers", { current, plain, onApply: show });
//   <ViewBar views={views} />
//
// A list takes part by telling what it shows (`current`), what it shows untouched (`plain`), and how to show
// something else (`onApply`). The address `?view=<id>` opens a view.
import { useEffect, useRef, useState } from "react";
import type { SavedView, ViewContent, ViewedList } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { useRouteQuery } from "@/shared/nav";
import { useSession } from "@/shared/session";
import { recall, remember } from "@/shared/storage";
import { completed, sameContent } from "./content";

export interface ViewsOptions {
  current: ViewContent;
  plain: ViewContent;
  onApply: (content: ViewContent) => void;
}

/** Lists that somebody opened since the program began: a later visit finds the list as it was left. */
const opened = new Set<string>();

export function useViews(list: ViewedList, { current, plain, onApply }: ViewsOptions) {
  const { user } = useSession();
  const memory = `view.${list}.${user?.id ?? ""}`;
  const query = useCommandQuery("views.list", { list }, { enabled: user !== null });
  const [selectedId, setSelectedId] = useState<string | null>(() => recall(memory, null));
  const asked = useRouteQuery("view");
  const views = query.data;
  const selected = views?.find(({ id }) => id === selectedId) ?? null;
  const changed = selected !== null && !sameContent(completed(selected.content, plain), current);

  const select = (view: SavedView | null) => {
    remember(memory, view?.id ?? null);
    setSelectedId(view?.id ?? null);
  };
  const show = (view: SavedView | null) => {
    // One's own columns come back with the whole list.
    if (selected === null && view !== null) remember(`${memory}.own`, current.columns);
    const own = selected === null ? current.columns : recall(`${memory}.own`, plain.columns);
    select(view);
    onApply(view ? completed(view.content, plain) : completed({ ...plain, columns: own }, plain));
  };

  const answered = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (!views) return;
    const first = !opened.has(memory);
    opened.add(memory);
    const wanted =
      asked !== undefined && asked !== answered.current
        ? views.find(({ id }) => id === asked)
        : first && asked === undefined
          ? views.find(({ starts }) => starts)
          : undefined;
    answered.current = asked;
    if (wanted) show(wanted);
  });

  return { list, views: views ?? [], ready: views !== undefined, current, selected, changed, show, select };
}

export type Views = ReturnType<typeof useViews>;
