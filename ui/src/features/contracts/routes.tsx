import type { FeatureModule } from "@/shared/feature";

export const feature: FeatureModule = {
  id: "contracts",
  routes: [],
  fichaPanels: [
    { id: "contracts", order: 15, permission: "contracts.manage", load: () => import("./ContractsCard") },
  ],
};
