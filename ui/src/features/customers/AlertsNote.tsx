// Whoever books anything on a ficha sees at once what to know (CUS-4). It only tells: nothing is blocked by it (SAL-7).
//   <AlertsNote customerId={id} />
import { useTranslation } from "react-i18next";
import type { Alerts } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { useErrorText } from "@/shared/errors";
import { date } from "@/shared/format";
import { useSession } from "@/shared/session";
import { AlertLines, useAlertLines } from "./AlertLines";
import classes from "./SideColumn.module.css";

export function AlertsNote({ customerId, className }: { customerId: string | null; className?: string }) {
  const { can } = useSession();
  const words = useErrorText();
  const enabled = customerId !== null && can("customers.read");
  const query = useCommandQuery("customers.alerts", { id: customerId ?? "" }, { enabled });
  return (
    <div role="status" className={className}>
      {!enabled ? null : query.data ? (
        <Lines alerts={query.data} />
      ) : query.error ? (
        <span className={classes.dim}>{words.text(query.error)}</span>
      ) : null}
    </div>
  );
}

function Lines({ alerts }: { alerts: Alerts }) {
  const { t } = useTranslation("customers");
  const lines = useAlertLines(alerts);
  const next = alerts.appointment;
  if (next) {
    lines.push(
      <div key="appointment">
        {t("side.with_owner", { owner: next.owner_name, date: date(next.due_on) })}
        <div className={classes.dim}>{next.service}</div>
      </div>,
    );
  }
  return <AlertLines lines={lines} />;
}
