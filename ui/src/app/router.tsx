import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from "@tanstack/react-router";
import type { ComponentType } from "react";
import type { FeatureRoute } from "@/shared/feature";
import { StateView } from "@/shared/StateView";
import { useSession } from "@/shared/session";
import { ScreenError } from "./ErrorBoundary";
import { features } from "./features";
import { NotFound } from "./NotFound";
import { Shell } from "./Shell";

function guarded(route: FeatureRoute) {
  const Screen = lazyRouteComponent(route.load) as ComponentType & { preload?: () => Promise<void> };
  function Guarded() {
    const { can } = useSession();
    return can(route.permission) ? <Screen /> : <StateView kind="forbidden" />;
  }
  // The router fetches a screen's code when its link is pointed at.
  Guarded.preload = Screen.preload;
  return Guarded;
}

/** The router over every feature's routes. Tests pass a memory history. */
export function createAppRouter(history: RouterHistory = createHashHistory()) {
  const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });
  const routes = features
    .flatMap((feature) => feature.routes)
    .map((route) =>
      createRoute({
        getParentRoute: () => root,
        path: route.path,
        component: guarded(route),
        errorComponent: ScreenError,
      }),
    );
  return createRouter({
    routeTree: root.addChildren(routes),
    history,
    defaultPreload: "intent",
    defaultPendingMs: 300,
    defaultPendingComponent: () => <StateView kind="loading" />,
  });
}
