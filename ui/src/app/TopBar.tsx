import { spotlight } from "@mantine/spotlight";
import { useTranslation } from "react-i18next";
import { useConnected } from "@/connection";
import { NoticeBell } from "@/features/notices";
import { Kbd } from "@/shared/Kbd";
import { useAppStatus } from "@/shared/session";
import classes from "./Shell.module.css";
import { UserMenu } from "./UserMenu";

/** The search field, the state of the database, and the person. */
export function TopBar() {
  const { t } = useTranslation("app");
  const database = useAppStatus().data?.database;
  const connected = useConnected();
  return (
    <header className={classes.top}>
      <button type="button" className={classes.search} onClick={() => spotlight.open()}>
        <span>{t("search.field")}</span>
        <Kbd>{t("search.keys")}</Kbd>
      </button>
      <div className={classes.who} data-off={!connected || undefined}>
        <output className={classes.database} title={database?.label}>
          {database ? t(`database.${database.engine}`) : ""} {"·"}{" "}
          {connected ? t("database.connected") : t("database.disconnected")}
        </output>
        <NoticeBell />
        <UserMenu />
      </div>
    </header>
  );
}
