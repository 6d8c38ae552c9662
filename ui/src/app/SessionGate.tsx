import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { FirstRun } from "@/features/access/FirstRun";
import { LockScreen } from "@/features/access/LockScreen";
import { NewPassword } from "@/features/access/NewPassword";
import { SignIn } from "@/features/access/SignIn";
import { useIdleLock } from "@/features/access/useIdleLock";
import { SetupAssistant } from "@/features/setup";
import type { CommandError } from "@/ipc";
import { setTimeZone } from "@/shared/format";
import { StateView } from "@/shared/StateView";
import { useAppStatus } from "@/shared/session";
import { tellReady } from "@/shell";
import classes from "./SessionGate.module.css";

/**
 * Decides between first run, sign-in, new password, lock and the application itself. While locked, the screens
 * stay mounted behind the lock, so that nothing typed is lost; they are hidden and inert, and so are
 * drawers, toasts (see tokens.css) and shortcuts.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const status = useAppStatus();
  const state = status.data?.state;
  const inside = state === "signed_in" || state === "new_password";
  useIdleLock(inside ? (status.data?.idle_lock_minutes ?? 0) : 0);
  const locked = state === "locked";
  const zone = status.data?.time_zone;
  if (zone !== undefined) setTimeZone(zone);
  const usable = status.data !== undefined || status.isError;
  useEffect(() => {
    if (usable) tellReady();
  }, [usable]);
  useEffect(() => {
    document.body.toggleAttribute("data-locked", locked);
  }, [locked]);
  // Asking again, as a window does that comes to the front, takes nothing away that is being typed meanwhile.
  const [failed, setFailed] = useState<CommandError | null>(null);
  if (status.error !== null && status.error !== failed) setFailed(status.error);
  if (status.data !== undefined && failed !== null && status.error === null) setFailed(null);
  const client = useQueryClient();
  const person = status.data?.user?.id;
  useEffect(() => {
    // What one person read or did is not shown to the next.
    return () => {
      if (person === undefined) return;
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== "app.status" });
      notifications.clean();
    };
  }, [person, client]);
  if (status.data === undefined) {
    if (failed === null) return <StateView kind="loading" />;
    return <Unopened error={failed} onRetry={() => void status.refetch()} />;
  }
  if (state === "needs_administrator") return <FirstRun status={status.data} />;
  if (state === "signed_out") return <SignIn status={status.data} />;
  if (state === "new_password") return <NewPassword status={status.data} />;
  return (
    <>
      <div className={classes.content} hidden={locked} inert={locked} key={status.data.user?.id}>
        {children}
      </div>
      {locked ? <LockScreen status={status.data} /> : null}
    </>
  );
}

/** No database is open: nobody has chosen one yet, or it cannot be opened and another one may be. */
function Unopened({ error, onRetry }: { error: CommandError; onRetry: () => void }) {
  const { t } = useTranslation("app");
  const [choosing, setChoosing] = useState(false);
  if (error.params.reason === "database_not_chosen") return <SetupAssistant />;
  if (choosing) return <SetupAssistant onBack={() => setChoosing(false)} />;
  const choose = <Button onClick={() => setChoosing(true)}>{t("choose_place")}</Button>;
  return <StateView kind="error" error={error} onRetry={onRetry} action={choose} />;
}
