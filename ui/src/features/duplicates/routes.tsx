import { IconArrowMerge } from "@tabler/icons-react";
import type { FeatureModule } from "@/shared/feature";

export const feature: FeatureModule = {
  id: "duplicates",
  nav: [
    {
      group: "registry",
      order: 35,
      labelKey: "duplicates:nav",
      path: "/merges",
      icon: IconArrowMerge,
      permission: "duplicates.merge",
      shortcut: "g j",
    },
  ],
  routes: [
    { path: "/merges", load: () => import("./MergesPage"), permission: "duplicates.merge" },
    { path: "/duplicates/compare", load: () => import("./ComparePage"), permission: "duplicates.merge" },
  ],
  fichaPanels: [
    { id: "duplicates", order: 5, permission: "customers.read", load: () => import("./PossibleDuplicates") },
  ],
  subjects: { merge: (id) => `/merges?id=${id}` },
};
