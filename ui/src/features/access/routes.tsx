import { IconLogin2, IconUserShield, IconUsersGroup } from "@tabler/icons-react";
import type { FeatureModule } from "@/shared/feature";

// The first-run, sign-in, lock and new-password screens stand before the routes; see the session gate of the shell.
export const feature: FeatureModule = {
  id: "access",
  nav: [
    {
      group: "admin",
      order: 20,
      labelKey: "access:people.nav",
      path: "/people",
      icon: IconUsersGroup,
      permission: "access.manage",
      shortcut: "g u",
    },
    {
      group: "admin",
      order: 30,
      labelKey: "access:roles.nav",
      path: "/roles",
      icon: IconUserShield,
      permission: "access.manage",
      shortcut: "g r",
    },
    {
      group: "admin",
      order: 35,
      labelKey: "access:sessions.nav",
      path: "/sessions",
      icon: IconLogin2,
      permission: "access.manage",
    },
  ],
  routes: [
    { path: "/sessions", load: () => import("./SessionsPage"), permission: "access.manage" },
    { path: "/people", load: () => import("./PeoplePage"), permission: "access.manage" },
    { path: "/roles", load: () => import("./RolesPage"), permission: "access.manage" },
    { path: "/profile", load: () => import("./ProfilePage") },
  ],
  actions: [
    {
      id: "access.new_person",
      labelKey: "access:people.add",
      path: "/people?new=1",
      permission: "access.manage",
    },
    { id: "access.profile", labelKey: "access:profile.title", path: "/profile" },
  ],
};
