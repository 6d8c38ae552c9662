// What a feature tells the shell about itself. Each feature exports one `feature: FeatureModule`
// from its `routes.tsx`; the shell collects them by glob, so nobody edits a central list.
import type { Icon } from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { CommandName, Request, Response } from "@/ipc";

/** The rail's groups, in this order. `home` stands above them without a heading. */
export type NavGroup = "home" | "registry" | "sales" | "finance" | "admin";

/** What waits for the person, shown beside a rail entry. Build it with `navCount`. */
export interface NavCount {
  command: CommandName;
  request: unknown;
  pick: (response: never) => number;
}

/** A typed `NavCount`: which command, with what, and which figure of its answer. */
export function navCount<C extends CommandName>(
  command: C,
  request: Request<C>,
  pick: (response: Response<C>) => number,
): NavCount {
  return { command, request, pick: pick as NavCount["pick"] };
}

export interface NavEntry {
  group: NavGroup;
  /** Position inside the group, ascending; leave gaps of ten. */
  order: number;
  /** Translation key with its namespace: `customers:nav.customers`. */
  labelKey: string;
  path: string;
  icon?: Icon;
  /** Hidden from people without it; of several, one is enough. */
  permission?: string | string[];
  count?: NavCount;
  /** Keys pressed one after the other, such as `g c`. */
  shortcut?: string;
}

export interface FeatureRoute {
  /** `/customers/$id`: parameters are read with `useRouteParam("id")`. */
  path: string;
  /** `() => import("./CustomerPage")`, whose default export is the screen. */
  load: () => Promise<{ default: ComponentType }>;
  permission?: string;
}

/** An entry of the search field (Ctrl+K) that is always offered. */
export interface FeatureAction {
  id: string;
  labelKey: string;
  path: string;
  permission?: string;
}

export interface SearchHit {
  id: string;
  label: string;
  hint?: string;
  path: string;
}

/** Something the search field looks through as the person types. */
export interface SearchProvider {
  id: string;
  labelKey: string;
  permission?: string;
  /** At most about eight hits; the text has at least two characters. */
  search: (text: string) => Promise<SearchHit[]>;
}

/** A card in the right column of a customer's ficha. It draws nothing when it has nothing to say. */
export interface FichaPanel {
  id: string;
  /** Position in the column, ascending; leave gaps of ten. */
  order: number;
  permission?: string;
  load: () => Promise<{ default: ComponentType<{ customerId: string }> }>;
}

/** Where the subject of a timeline entry stands now, beside the entry's title: the entry itself never changes. */
export interface TimelineMark {
  permission?: string;
  load: () => Promise<{ default: ComponentType<{ customerId: string; subjectId: string }> }>;
}

/** Something to begin from a ficha, such as a quote. */
export interface FichaAction {
  id: string;
  labelKey: string;
  permission?: string;
  path: (customerId: string) => string;
}

export interface FeatureModule {
  id: string;
  routes: FeatureRoute[];
  nav?: NavEntry[];
  actions?: FeatureAction[];
  search?: SearchProvider[];
  fichaPanels?: FichaPanel[];
  fichaActions?: FichaAction[];
  /** By the kind of the subject: `{ message: { load: () => import("./MessageMark") } }`. */
  timelineMarks?: Record<string, TimelineMark>;
  /** Where a thing named in a timeline opens, by its kind: `{ quote: (id) => `/quotes/${id}` }`.
   * The words of its entries stand in the feature's texts under `timeline.<title>`. */
  subjects?: Record<string, (id: string) => string>;
}
