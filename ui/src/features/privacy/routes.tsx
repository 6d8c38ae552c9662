import type { FeatureModule } from "@/shared/feature";

export const feature: FeatureModule = {
  id: "privacy",
  routes: [],
  fichaPanels: [
    { id: "privacy", order: 60, permission: "customers.read", load: () => import("./PrivacyCard") },
  ],
};
