import { IconDatabase } from "@tabler/icons-react";
import type { FeatureModule } from "@/shared/feature";

export const feature: FeatureModule = {
  id: "maintenance",
  nav: [
    {
      group: "admin",
      order: 70,
      labelKey: "maintenance:nav",
      path: "/maintenance",
      icon: IconDatabase,
      permission: "company.manage",
    },
  ],
  routes: [{ path: "/maintenance", load: () => import("./MaintenancePage"), permission: "company.manage" }],
};
