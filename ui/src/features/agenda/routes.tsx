import { IconCalendarOff, IconCalendarTime } from "@tabler/icons-react";
import { type FeatureModule, navCount } from "@/shared/feature";

export const feature: FeatureModule = {
  id: "agenda",
  nav: [
    {
      group: "sales",
      order: 10,
      labelKey: "agenda:nav",
      path: "/agenda",
      icon: IconCalendarTime,
      permission: "agenda.own",
      shortcut: "g a",
      count: navCount(
        "agenda.mine",
        {},
        (agenda) => agenda.entries.filter((entry) => entry.term !== "next").length,
      ),
    },
    {
      group: "admin",
      order: 35,
      labelKey: "agenda:holidays.nav",
      path: "/holidays",
      icon: IconCalendarOff,
      permission: "company.manage",
      shortcut: "g f",
    },
  ],
  routes: [
    { path: "/agenda", load: () => import("./AgendaPage"), permission: "agenda.own" },
    { path: "/holidays", load: () => import("./HolidaysPage"), permission: "company.manage" },
  ],
  actions: [{ id: "agenda.new", labelKey: "agenda:new", path: "/agenda?new=1", permission: "agenda.own" }],
  fichaActions: [
    {
      id: "agenda.new",
      labelKey: "agenda:new",
      permission: "agenda.own",
      path: (customerId) => `/agenda?new=1&customer=${customerId}`,
    },
  ],
};
