// What the other features add to a ficha. They say it in their `routes.tsx`; nobody edits a list here.
import type { FeatureModule, FichaAction, FichaPanel } from "@/shared/feature";

const found = import.meta.glob<FeatureModule>("../*/routes.tsx", { eager: true, import: "feature" });
const features = Object.values(found);

/** The cards of the right column, in order. */
export const fichaPanels: FichaPanel[] = features
  .flatMap((feature) => feature.fichaPanels ?? [])
  .sort((a, b) => a.order - b.order);

/** What can be begun from a ficha. */
export const fichaActions: FichaAction[] = features.flatMap((feature) => feature.fichaActions ?? []);

/** Where the subject of a timeline entry opens; undefined when no feature shows it. */
export function subjectPath(kind: string | null, id: string | null): string | undefined {
  if (kind === null || id === null) return undefined;
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
