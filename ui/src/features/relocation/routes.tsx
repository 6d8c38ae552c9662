import { IconServer2 } from "@tabler/icons-react";
import type { FeatureModule } from "@/shared/feature";

export const feature: FeatureModule = {
  id: "relocation",
  nav: [
    {
      group: "admin",
      order: 75,
      labelKey: "relocation:nav",
      path: "/relocation",
      icon: IconServer2,
      permission: "company.manage",
    },
  ],
  routes: [{ path: "/relocation", load: () => import("./RelocationPage"), permission: "company.manage" }],
};
