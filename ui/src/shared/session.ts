// Who is signed in and what they may do. The screen only hides what would be refused: every
// command checks again.
import { useCallback } from "react";
import type { Permission } from "@/bindings";
import { useCommandQuery } from "@/ipc";

/** The state of the application: session, database, version. */
export function useAppStatus() {
  return useCommandQuery("app.status", {}, { staleTime: 15_000, refetchInterval: 60_000 });
}

/** The signed-in user (null before sign-in) and `can(permission)`; of several, one is enough. */
export function useSession() {
  const user = useAppStatus().data?.user ?? null;
  const can = useCallback(
    (permission?: string | string[] | null) =>
      !permission ||
      [permission].flat().some((one) => user?.permissions.includes(one as Permission) === true),
    [user],
  );
  return { user, can };
}
