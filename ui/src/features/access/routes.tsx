import type { FeatureModule } from "@/shared/feature";

// The first-run, sign-in and lock screens stand before the routes; see the session gate of the shell.
export const feature: FeatureModule = { id: "access", routes: [] };
