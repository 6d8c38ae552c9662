import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AppStatus } from "@/bindings";
import classes from "./Entrance.module.css";
import { LanguageSwitch } from "./LanguageSwitch";

interface EntranceProps {
  status: AppStatus;
  title: string;
  text?: ReactNode;
  children: ReactNode;
}

/** The frame of the screens before the application: one narrow panel, and where it is connected to. */
export function Entrance({ status, title, text, children }: EntranceProps) {
  const { t } = useTranslation("access");
  return (
    <main className={classes.entrance}>
      <div className={classes.column}>
        <div className={classes.brand}>{t("brand")}</div>
        <section className={classes.panel}>
          <h1 className={classes.title}>{title}</h1>
          {text ? <p className={classes.text}>{text}</p> : null}
          {children}
        </section>
        <footer className={classes.foot}>
          <span title={status.database.label}>
            {t(`database.${status.database.engine}`)} {"·"}{" "}
            {status.database.connected ? t("database.connected") : t("database.disconnected")}
          </span>
          <LanguageSwitch />
        </footer>
      </div>
    </main>
  );
}
