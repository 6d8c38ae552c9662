import { IconCalendarTime } from "@tabler/icons-react";
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
  ],
  routes: [{ path: "/agenda", load: () => import("./AgendaPage"), permission: "agenda.own" }],
  actions: [{ id: "agenda.new", labelKey: "agenda:new", path: "/agenda?new=1", permission: "agenda.own" }],
};
