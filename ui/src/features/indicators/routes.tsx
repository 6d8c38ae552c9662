import { IconChartBar } from "@tabler/icons-react";
import type { FeatureModule } from "@/shared/feature";

export const feature: FeatureModule = {
  id: "indicators",
  nav: [
    {
      group: "registry",
      order: 19,
      labelKey: "indicators:nav",
      path: "/indicators",
      icon: IconChartBar,
      permission: "indicators.read",
      shortcut: "g k",
    },
  ],
  routes: [{ path: "/indicators", load: () => import("./IndicatorsPage"), permission: "indicators.read" }],
};
