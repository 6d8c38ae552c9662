import { IconMail, IconMailCog } from "@tabler/icons-react";
import { type FeatureModule, navCount } from "@/shared/feature";

export const feature: FeatureModule = {
  id: "mailings",
  nav: [
    {
      group: "sales",
      order: 90,
      labelKey: "mailings:nav.outbox",
      path: "/mailings",
      icon: IconMail,
      permission: "mailings.read",
      shortcut: "g e",
      count: navCount("mailings.summary", {}, (summary) => summary.failed + summary.in_doubt),
    },
    {
      group: "admin",
      order: 50,
      labelKey: "mailings:nav.account",
      path: "/mail-account",
      icon: IconMailCog,
      permission: "mailings.account",
    },
  ],
  routes: [
    { path: "/mailings", load: () => import("./OutboxPage"), permission: "mailings.read" },
    { path: "/mail-account", load: () => import("./AccountPage"), permission: "mailings.account" },
  ],
  fichaPanels: [
    { id: "mailings", order: 60, permission: "mailings.read", load: () => import("./MessagesCard") },
  ],
  timelineMarks: {
    message: { permission: "mailings.read", load: () => import("./MessageMark") },
  },
  subjects: { message: (id) => `/mailings?message=${id}` },
};
