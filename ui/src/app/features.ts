// The features found in the tree. Order in the rail comes from the entries themselves.
import type { FeatureModule, NavEntry, NavGroup } from "@/shared/feature";

const found = import.meta.glob<FeatureModule>("../features/*/routes.tsx", { eager: true, import: "feature" });

export const features: FeatureModule[] = Object.values(found);

export const navGroups: NavGroup[] = ["home", "registry", "sales", "finance", "admin"];

/** The entries of one group that the person may open, in order. */
export function navEntries(group: NavGroup, can: (permission?: string | string[]) => boolean): NavEntry[] {
  return features
    .flatMap((feature) => feature.nav ?? [])
    .filter((entry) => entry.group === group && can(entry.permission))
    .sort((a, b) => a.order - b.order);
}
