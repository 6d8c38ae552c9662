import { IconHeartHandshake } from "@tabler/icons-react";
import { type FeatureModule, navCount } from "@/shared/feature";

export const feature: FeatureModule = {
  id: "onboarding",
  nav: [
    {
      group: "registry",
      order: 18,
      labelKey: "onboarding:nav",
      path: "/onboarding",
      icon: IconHeartHandshake,
      permission: "customers.contact",
      count: navCount("onboarding.list", { open: true }, (answer) => answer.open),
      shortcut: "g b",
    },
  ],
  routes: [{ path: "/onboarding", load: () => import("./OnboardingPage"), permission: "customers.read" }],
  fichaPanels: [
    { id: "onboarding", order: 30, permission: "customers.read", load: () => import("./CustomerWelcome") },
  ],
  subjects: { onboarding: (id) => `/onboarding?id=${id}` },
};
