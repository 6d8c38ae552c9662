import { IconTag } from "@tabler/icons-react";
import type { FeatureModule } from "@/shared/feature";

export const feature: FeatureModule = {
  id: "products",
  nav: [
    {
      group: "sales",
      order: 40,
      labelKey: "products:nav",
      path: "/products",
      icon: IconTag,
      permission: "products.read",
      shortcut: "g p",
    },
  ],
  routes: [{ path: "/products", load: () => import("./ProductsPage"), permission: "products.read" }],
};
