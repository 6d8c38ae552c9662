// What to know before speaking to a customer, line by line: on the ficha, and wherever something is booked on it.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Alerts } from "@/bindings";
import { Card } from "@/shared/Card";
import { count, date, money } from "@/shared/format";
import { RouterLink } from "@/shared/nav";
import classes from "./SideColumn.module.css";

/** The alerts in words, without the appointment, which the ficha shows in a card of its own. */
export function useAlertLines(alerts: Alerts): ReactNode[] {
  const { t } = useTranslation("customers");
  const lines: ReactNode[] = [];
  if (alerts.overdue_count > 0) {
    lines.push(
      <div key="overdue">
        {t("side.overdue", {
          count: alerts.overdue_count,
          figure: count(alerts.overdue_count),
          total: money(alerts.overdue_cents),
        })}
        <div className={classes.dim}>{t("side.overdue_hint", { date: date(alerts.overdue_since) })}</div>
      </div>,
    );
  }
  if (alerts.open_disputes > 0) {
    lines.push(<div key="disputes">{t("side.disputes", { count: alerts.open_disputes })}</div>);
  }
  if (alerts.problem) {
    lines.push(
      <div key="problem">
        {t("side.problem", { number: alerts.problem.number })}
        <div className={classes.dim}>{alerts.problem.subject}</div>
      </div>,
    );
  }
  if (alerts.duplicate) {
    const { id, code, name } = alerts.duplicate;
    lines.push(
      <div key="duplicate">
        {t("side.duplicate")}{" "}
        <RouterLink to={`/customers/${id}`}>{t("side.duplicate_of", { code, name })}</RouterLink>
      </div>,
    );
  }
  return lines;
}

/** The card of the lines; nothing when there are none. */
export function AlertLines({ lines }: { lines: ReactNode[] }) {
  const { t } = useTranslation("customers");
  if (lines.length === 0) return null;
  return (
    <Card title={t("side.alert", { count: lines.length })} tone="alert">
      <div className={classes.lines}>{lines}</div>
    </Card>
  );
}
