import { IconArrowMerge, IconGitMerge } from "@tabler/icons-react";
import { type FeatureModule, navCount } from "@/shared/feature";

export const feature: FeatureModule = {
  id: "duplicates",
  nav: [
    {
      group: "registry",
      order: 34,
      labelKey: "duplicates:queue.title",
      path: "/duplicates",
      icon: IconGitMerge,
      permission: "duplicates.merge",
      shortcut: "g g",
      count: navCount(
        "duplicates.queue",
        { text: "", certainty: null, offset: 0, limit: 1 },
        (queue) => queue.open,
      ),
    },
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
    { path: "/duplicates", load: () => import("./QueuePage"), permission: "duplicates.merge" },
    { path: "/merges", load: () => import("./MergesPage"), permission: "duplicates.merge" },
    { path: "/duplicates/certain", load: () => import("./CertainPage"), permission: "duplicates.merge" },
    { path: "/duplicates/report", load: () => import("./ReportPage"), permission: "duplicates.merge" },
    { path: "/duplicates/tell", load: () => import("./TellPage"), permission: "duplicates.report" },
    { path: "/duplicates/compare", load: () => import("./ComparePage"), permission: "duplicates.merge" },
  ],
  actions: [
    {
      id: "certain",
      labelKey: "duplicates:certain.title",
      path: "/duplicates/certain",
      permission: "duplicates.merge",
    },
  ],
  fichaActions: [
    {
      id: "tell",
      labelKey: "duplicates:tell.title",
      permission: "duplicates.report",
      path: (customerId) => `/duplicates/tell?ids=${customerId}`,
    },
  ],
  fichaPanels: [
    { id: "duplicates", order: 5, permission: "customers.read", load: () => import("./PossibleDuplicates") },
  ],
  subjects: { merge: (id) => `/merges?id=${id}` },
};
