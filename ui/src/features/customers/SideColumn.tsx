import { lazy, type ReactNode, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Alerts, Ficha, OpenReceivable } from "@/bindings";
import { Card } from "@/shared/Card";
import { count, date, daysBetween, money, today } from "@/shared/format";
import { RouterLink } from "@/shared/nav";
import { useSession } from "@/shared/session";
import { Tag } from "@/shared/Tag";
import { fichaPanels } from "./extensions";
import classes from "./SideColumn.module.css";

/** What to know before speaking: alerts, the next appointment, open money, and other features' cards. */
export function SideColumn({ ficha }: { ficha: Ficha }) {
  const { t } = useTranslation("customers");
  return (
    <aside className={classes.column} aria-label={t("side.title")}>
      <AlertsCard alerts={ficha.alerts} />
      <AppointmentCard alerts={ficha.alerts} />
      <OpenMoney receivables={ficha.open_receivables} />
      <Panels customerId={ficha.customer.id} />
    </aside>
  );
}

/** CUS-4: seen at once, and never in the way of a sale (SAL-7). */
function AlertsCard({ alerts }: { alerts: Alerts }) {
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
  if (lines.length === 0) return null;
  return (
    <Card title={t("side.alert", { count: lines.length })} tone="alert">
      <div className={classes.lines}>{lines}</div>
    </Card>
  );
}

function AppointmentCard({ alerts }: { alerts: Alerts }) {
  const { t } = useTranslation("customers");
  const next = alerts.appointment;
  if (!next) {
    return (
      <Card title={t("side.appointment")}>
        <span className={classes.dim}>{t("side.no_appointment")}</span>
      </Card>
    );
  }
  const late = next.due_on < today();
  const kind = late ? "overdue" : next.due_on === today() ? "today" : "open";
  return (
    <Card title={t("side.appointment")}>
      <Tag kind={kind}>{t(`appointment_kinds.${next.kind}`, { defaultValue: next.kind })}</Tag>{" "}
      {date(next.due_on)}
      {late ? <span className={classes.late}> {t("side.late")}</span> : null}
      <div className={classes.dim}>
        {[next.owner_name, next.service].join(" · ")}
        {next.latest_on ? ` · ${t("side.latest", { date: date(next.latest_on) })}` : ""}
      </div>
    </Card>
  );
}

function OpenMoney({ receivables }: { receivables: OpenReceivable[] }) {
  const { t } = useTranslation("customers");
  if (receivables.length === 0) {
    return (
      <Card title={t("side.open_money")}>
        <span className={classes.dim}>{t("side.nothing_open")}</span>
      </Card>
    );
  }
  return (
    <Card title={t("side.open_money")}>
      <table className={classes.money}>
        <tbody>
          {receivables.map((receivable, at) => (
            <tr key={at}>
              <td>
                {date(receivable.due_on)}
                <div className={classes.dim}>{receivable.description}</div>
              </td>
              <td className={classes.amount}>{money(receivable.amount_cents)}</td>
              <td className={classes.state}>
                <ReceivableTag receivable={receivable} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function ReceivableTag({ receivable }: { receivable: OpenReceivable }) {
  const { t } = useTranslation("customers");
  if (receivable.disputed) return <Tag kind="internal">{t("side.disputed")}</Tag>;
  const days = daysBetween(receivable.due_on, today());
  if (days > 0) return <Tag kind="overdue">{t("side.days_late", { count: days })}</Tag>;
  if (days === 0) return <Tag kind="today">{t("side.due_today")}</Tag>;
  return <Tag kind="closed">{t("side.to_come")}</Tag>;
}

/** The cards of other features, each loaded by itself. */
function Panels({ customerId }: { customerId: string }) {
  const { can } = useSession();
  const cards = useMemo(() => fichaPanels.map((panel) => ({ panel, Panel: lazy(panel.load) })), []);
  return cards
    .filter(({ panel }) => can(panel.permission))
    .map(({ panel, Panel }) => (
      <Suspense key={panel.id} fallback={null}>
        <Panel customerId={customerId} />
      </Suspense>
    ));
}
