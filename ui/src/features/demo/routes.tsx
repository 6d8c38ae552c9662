import type { FeatureModule } from "@/shared/feature";

/** No screens of its own: what the screens before the application show of a demo base. */
export const feature: FeatureModule = { id: "demo", routes: [] };
