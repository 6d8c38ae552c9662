import { Button } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useConnected } from "@/connection";
import { useAppStatus } from "@/shared/session";
import classes from "./ConnectionBar.module.css";

/** How often to ask for the database while it is away. */
const RETRY_MS = 2_000;

/** Says quietly that the database does not answer, what that means, and that it is tried again; else nothing. */
export function ConnectionBar() {
  const { t } = useTranslation("app");
  const connected = useConnected();
  const { refetch, isFetching } = useAppStatus();
  useEffect(() => {
    if (connected) return;
    const timer = setInterval(() => void refetch({ cancelRefetch: false }), RETRY_MS);
    return () => clearInterval(timer);
  }, [connected, refetch]);
  if (connected) return null;
  return (
    <div role="status" className={classes.bar}>
      <IconPlugConnectedX size={16} aria-hidden />
      <span>
        <strong>{t("connection.lost")}</strong> {t("connection.meaning")}
      </span>
      <Button size="compact-xs" variant="default" disabled={isFetching} onClick={() => void refetch()}>
        {t("connection.retry")}
      </Button>
    </div>
  );
}
