import type { FeatureModule } from "@/shared/feature";

export const feature: FeatureModule = {
  id: "opt_outs",
  routes: [],
  fichaPanels: [
    { id: "opt_outs", order: 40, permission: "customers.read", load: () => import("./MessagesCard") },
  ],
};
