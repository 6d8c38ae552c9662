import type { FeatureModule } from "@/shared/feature";

/** The assistant stands before all screens, and is opened again by the page of where the data are. */
export const feature: FeatureModule = { id: "setup", routes: [] };
