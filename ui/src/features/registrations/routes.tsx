import { IconClipboardCheck, IconFileText, IconForms, IconSettings } from "@tabler/icons-react";
import { type FeatureModule, navCount } from "@/shared/feature";

export const feature: FeatureModule = {
  id: "registrations",
  nav: [
    {
      group: "registry",
      order: 10,
      labelKey: "registrations:nav.review",
      path: "/review",
      icon: IconClipboardCheck,
      permission: "registrations.review",
      count: navCount("registrations.waiting_count", {}, (answer) => answer.waiting),
      shortcut: "g v",
    },
    {
      group: "sales",
      order: 5,
      labelKey: "registrations:nav.mine",
      path: "/sales",
      icon: IconFileText,
      permission: "registrations.sell",
      count: navCount("registrations.mine", { state: "returned" }, (answer) => answer.items.length),
      shortcut: "g m",
    },
    {
      group: "admin",
      order: 40,
      labelKey: "registrations:nav.setup",
      path: "/plans",
      icon: IconSettings,
      permission: "registrations.supervise",
    },
    {
      group: "admin",
      order: 41,
      labelKey: "registrations:nav.forms",
      path: "/sale-forms",
      icon: IconForms,
      permission: "registrations.supervise",
    },
  ],
  routes: [
    { path: "/review", load: () => import("./ReviewPage"), permission: "registrations.review" },
    { path: "/sales", load: () => import("./MySalesPage"), permission: "registrations.sell" },
    { path: "/sales/new", load: () => import("./SalePage"), permission: "registrations.sell" },
    { path: "/sales/$id", load: () => import("./SalePage"), permission: "registrations.sell" },
    { path: "/sale-forms", load: () => import("./FormsPage"), permission: "registrations.supervise" },
    { path: "/plans", load: () => import("./SetupPage"), permission: "registrations.supervise" },
  ],
  actions: [
    {
      id: "new-sale",
      labelKey: "registrations:actions.new_sale",
      path: "/sales/new",
      permission: "registrations.sell",
    },
  ],
};
