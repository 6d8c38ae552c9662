// Moving between screens. Features use these and stay free of the router's own types.
import { useLocation, useNavigate, useParams } from "@tanstack/react-router";
import { useCallback } from "react";

/** `go("/customers/42")`; with `replace` the back key skips where one was. */
export function useGo() {
  const navigate = useNavigate();
  return useCallback(
    (path: string, options: { replace?: boolean } = {}) => {
      void navigate({ to: path as never, replace: options.replace });
    },
    [navigate],
  );
}

/** A parameter of the route's path, such as `$id`; undefined where the route has none. */
export function useRouteParam(name: string): string | undefined {
  const params = useParams({ strict: false }) as Record<string, string | undefined>;
  return params[name];
}

/** A value after `?` in the address, such as `/quotes?customer=42`. */
export function useRouteQuery(name: string): string | undefined {
  const search = useLocation().search as Record<string, unknown>;
  const value = search[name];
  return value === undefined || value === null ? undefined : String(value);
}

export { Link as RouterLink } from "@tanstack/react-router";
