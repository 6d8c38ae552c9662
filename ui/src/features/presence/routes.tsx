import type { FeatureModule } from "@/shared/feature";

// Presence has no screen of its own: it stands in the headers of others, see `index.ts`.
export const feature: FeatureModule = { id: "presence", routes: [] };
