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

/** The screens before the application: one narrow panel, and where it is connected to. */
export function Entrance({ status, title, text, children }: EntranceProps) {
  const { t } = useTranslation("access");
  const { engine, label, connected } = status.database;
  const foot = (
    <span title={label}>
      {t(`database.${engine}`)} {"·"} {connected ? t("database.connected") : t("database.disconnected")}
    </span>
  );
  return (
    <EntranceFrame foot={foot}>
      <EntranceTitle title={title} text={text} />
      {children}
    </EntranceFrame>
  );
}

interface FrameProps {
  foot: ReactNode;
  /** Room for two choices side by side. */
  wide?: boolean;
  children: ReactNode;
}

/** What stands around the panel, also before there is a database to be connected to. */
export function EntranceFrame({ foot, wide, children }: FrameProps) {
  const { t } = useTranslation("access");
  return (
    <main className={classes.entrance}>
      <div className={classes.column} data-wide={wide || undefined}>
        <div className={classes.brand}>{t("brand")}</div>
        <section className={classes.panel}>{children}</section>
        <footer className={classes.foot}>
          {foot}
          <LanguageSwitch />
        </footer>
      </div>
    </main>
  );
}

export function EntranceTitle({ title, text }: { title: string; text?: ReactNode }) {
  return (
    <>
      <h1 className={classes.title}>{title}</h1>
      {text ? <p className={classes.text}>{text}</p> : null}
    </>
  );
}
