import { IconHistory } from "@tabler/icons-react";
import type { FeatureModule } from "@/shared/feature";

export const feature: FeatureModule = {
  id: "audit",
  nav: [
    {
      group: "admin",
      order: 60,
      labelKey: "audit:nav",
      path: "/audit",
      icon: IconHistory,
      permission: "audit.read",
    },
  ],
  routes: [{ path: "/audit", load: () => import("./AuditPage"), permission: "audit.read" }],
  fichaActions: [
    {
      id: "audit.of_customer",
      labelKey: "audit:of_record",
      permission: "audit.read",
      path: (customerId) => `/audit?entity=customer&id=${customerId}`,
    },
  ],
};
