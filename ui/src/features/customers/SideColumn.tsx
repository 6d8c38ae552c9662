import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Alerts, Ficha, OpenReceivable } from "@/bindings";
import { Card } from "@/shared/Card";
import { date, daysBetween, money, today } from "@/shared/format";
import { useSession } from "@/shared/session";
import { Tag } from "@/shared/Tag";
import { AlertLines, useAlertLines } from "./AlertLines";
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
  return <AlertLines lines={useAlertLines(alerts)} />;
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
