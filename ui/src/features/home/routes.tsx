import { IconHome } from "@tabler/icons-react";
import type { FeatureModule } from "@/shared/feature";

export const feature: FeatureModule = {
  id: "home",
  nav: [{ group: "home", order: 10, labelKey: "home:nav", path: "/", icon: IconHome, shortcut: "g i" }],
  routes: [{ path: "/", load: () => import("./HomePage") }],
};
