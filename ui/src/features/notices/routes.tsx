import type { FeatureModule } from "@/shared/feature";

// Notices have no screen of their own: the bell of the top bar shows them, see `index.ts`.
export const feature: FeatureModule = { id: "notices", routes: [] };
