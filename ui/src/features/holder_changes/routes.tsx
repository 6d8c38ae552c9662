import { IconUserQuestion } from "@tabler/icons-react";
import { type FeatureModule, navCount } from "@/shared/feature";

export const feature: FeatureModule = {
  id: "holder_changes",
  nav: [
    {
      group: "registry",
      order: 33,
      labelKey: "holder_changes:nav",
      path: "/holder-changes",
      icon: IconUserQuestion,
      permission: "customers.write",
      count: navCount("holder_changes.waiting", {}, (answer) => answer.total),
      shortcut: "g h",
    },
  ],
  routes: [
    { path: "/holder-changes", load: () => import("./HolderChangesPage"), permission: "customers.read" },
  ],
};
