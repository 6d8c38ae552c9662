import { IconBuilding } from "@tabler/icons-react";
import type { FeatureModule } from "@/shared/feature";

export const feature: FeatureModule = {
  id: "company",
  nav: [
    {
      group: "admin",
      order: 10,
      labelKey: "company:nav",
      path: "/company",
      icon: IconBuilding,
      permission: "company.manage",
      shortcut: "g d",
    },
  ],
  routes: [{ path: "/company", load: () => import("./CompanyPage"), permission: "company.manage" }],
};
