import { IconUserOff } from "@tabler/icons-react";
import type { FeatureModule } from "@/shared/feature";

export const feature: FeatureModule = {
  id: "inactivity",
  nav: [
    {
      group: "registry",
      order: 38,
      labelKey: "inactivity:title",
      path: "/inactivity",
      icon: IconUserOff,
      permission: "customers.inactivity",
    },
  ],
  routes: [
    { path: "/inactivity", load: () => import("./InactivityPage"), permission: "customers.inactivity" },
  ],
};
