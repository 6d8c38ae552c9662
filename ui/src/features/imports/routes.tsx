import { IconFileImport } from "@tabler/icons-react";
import type { FeatureModule } from "@/shared/feature";

export const feature: FeatureModule = {
  id: "imports",
  nav: [
    {
      group: "registry",
      order: 90,
      labelKey: "imports:nav",
      path: "/imports",
      icon: IconFileImport,
      permission: ["customers.import", "products.write"],
      shortcut: "g x",
    },
  ],
  routes: [{ path: "/imports", load: () => import("./ImportPage") }],
  actions: [
    {
      id: "imports.customers",
      labelKey: "imports:actions.customers",
      path: "/imports?target=customers",
      permission: "customers.import",
    },
    {
      id: "imports.products",
      labelKey: "imports:actions.products",
      path: "/imports?target=products",
      permission: "products.write",
    },
  ],
};
