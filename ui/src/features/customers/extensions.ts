// What the other features add to a ficha. They say it in their `routes.tsx`; nobody edits a list here.
import type { FeatureModule, FichaAction, FichaPanel, TimelineMark } from "@/shared/feature";

const found = import.meta.glob<FeatureModule>("../*/routes.tsx", { eager: true, import: "feature" });
const features = Object.values(found);

/** The cards of the right column, in order. */
export const fichaPanels: FichaPanel[] = features
  .flatMap((feature) => feature.fichaPanels ?? [])
  .sort((a, b) => a.order - b.order);

/** What shows where a subject stands now, by its kind. */
export const timelineMarks = Object.assign({}, ...features.map((feature) => feature.timelineMarks)) as Record<
  string,
  TimelineMark | undefined
>;

const screens = new Set(features.flatMap((feature) => feature.routes.map((route) => route.path)));

/** Whether some feature shows a screen at this route, such as `/quotes/$id`. */
export function hasScreen(route: string): boolean {
  return screens.has(route);
}

const declared: FichaAction[] = features.flatMap((feature) => feature.fichaActions ?? []);

/** A quote is the usual next step, so it is offered wherever its screen is there. */
const newQuote: FichaAction = {
  id: "quotes.new",
  labelKey: "customers:ficha.new_quote",
  permission: "quotes.write",
  path: (customerId) => `/quotes/new?customer=${customerId}`,
};

/** What can be begun from a ficha. */
export const fichaActions: FichaAction[] =
  hasScreen("/quotes/new") && !declared.some((action) => action.id === newQuote.id)
    ? [newQuote, ...declared]
    : declared;

interface SubjectScreen {
  route: string;
  permission: string;
  /** Where it stands, when the route alone does not say which. */
  path?: (id: string) => string;
}

/** The screens of subjects whose feature does not say where they open; the first one that is open to the person. */
const SUBJECTS: Record<string, SubjectScreen[]> = {
  quote: [{ route: "/quotes/$id", permission: "quotes.read" }],
  registration: [
    { route: "/sales/$id", permission: "registrations.sell" },
    { route: "/review", permission: "registrations.review", path: (id) => `/review?sale=${id}` },
  ],
  message: [{ route: "/mailings", permission: "mailings.read", path: (id) => `/mailings?message=${id}` }],
  appointment: [{ route: "/agenda", permission: "agenda.own" }],
};

/** Where the subject of a timeline entry opens; undefined when no screen that the person may see shows it. */
export function subjectPath(
  kind: string | null,
  id: string | null,
  can: (permission: string) => boolean,
  offers: (route: string) => boolean = hasScreen,
): string | undefined {
  if (kind === null || id === null) return undefined;
  const screen = (SUBJECTS[kind] ?? []).find((one) => offers(one.route) && can(one.permission));
  if (screen) return screen.path?.(id) ?? screen.route.replace("$id", id);
  if (SUBJECTS[kind]) return undefined;
  for (const feature of features) {
    const open = feature.subjects?.[kind];
    if (open) return open(id);
  }
  return undefined;
}

/** Where the words for a coded title may stand, this feature's own first. */
export function titleKeys(title: string): string[] {
  return ["customers", ...features.map((feature) => feature.id)].map((id) => `${id}:timeline.${title}`);
}
