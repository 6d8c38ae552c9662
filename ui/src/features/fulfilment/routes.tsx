import { IconCalendarEvent, IconListNumbers, IconTruckDelivery, IconUsersGroup } from "@tabler/icons-react";
import { type FeatureModule, navCount } from "@/shared/feature";

export const feature: FeatureModule = {
  id: "fulfilment",
  nav: [
    {
      group: "registry",
      order: 15,
      labelKey: "fulfilment:nav.course",
      path: "/course",
      icon: IconTruckDelivery,
      permission: "fulfilment.read",
      count: navCount(
        "fulfilment.list",
        { stage: "approved" },
        (answer) => answer.totals.find((total) => total.stage === "approved")?.count ?? 0,
      ),
      shortcut: "g n",
    },
    {
      group: "registry",
      order: 16,
      labelKey: "fulfilment:nav.visits",
      path: "/installations",
      icon: IconCalendarEvent,
      permission: "fulfilment.read",
      shortcut: "g t",
    },
    {
      group: "admin",
      order: 46,
      labelKey: "fulfilment:nav.sheets",
      path: "/entry-sheets",
      icon: IconListNumbers,
      permission: "fulfilment.supervise",
    },
    {
      group: "admin",
      order: 45,
      labelKey: "fulfilment:nav.teams",
      path: "/teams",
      icon: IconUsersGroup,
      permission: "fulfilment.supervise",
    },
  ],
  routes: [
    { path: "/course", load: () => import("./CoursePage"), permission: "fulfilment.read" },
    { path: "/installations", load: () => import("./VisitsPage"), permission: "fulfilment.read" },
    { path: "/entry-sheets", load: () => import("./SheetsPage"), permission: "fulfilment.supervise" },
    { path: "/teams", load: () => import("./TeamsPage"), permission: "fulfilment.supervise" },
  ],
  subjects: { sale_course: (id) => `/course?sale=${id}` },
};
