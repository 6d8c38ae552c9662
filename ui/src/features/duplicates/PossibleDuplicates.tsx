// Who else a ficha might be, and why: the central team compares from here, sellers report it (DUP-3, DUP-9).
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DuplicateReport } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { Card, RouterLink, useGo, useSession } from "@/shared";
import { dateTime } from "@/shared/format";
import { useSuspectReasons } from "@/shared/suspects";
import classes from "./Duplicates.module.css";

/** As many fichas as are read side by side. */
const FICHAS_MAX = 6;

export default function PossibleDuplicates({ customerId }: { customerId: string }) {
  const { t } = useTranslation("duplicates");
  const { can } = useSession();
  const go = useGo();
  const reasons = useSuspectReasons();
  const query = useCommandQuery("duplicates.of_customer", { id: customerId });
  const reported = useCommandQuery("duplicates.reports", { id: customerId });
  const suspects = (query.data ?? []).slice(0, FICHAS_MAX - 1);
  const reports = reported.data ?? [];
  if (suspects.length === 0 && reports.length === 0) return null;
  const ids = [customerId, ...suspects.map((suspect) => suspect.customer_id)].join(",");
  return (
    <Card
      title={t("panel.title")}
      tone="alert"
      action={
        suspects.length === 0 ? null : can("duplicates.merge") ? (
          <Button size="xs" onClick={() => go(`/duplicates/compare?ids=${ids}`)}>
            {t(suspects.length > 1 ? "panel.compare_all" : "panel.compare")}
          </Button>
        ) : can("duplicates.report") ? (
          <Button size="xs" onClick={() => go(`/duplicates/tell?ids=${ids}`)}>
            {t("tell.action")}
          </Button>
        ) : null
      }
    >
      <ul className={classes.plain}>
        {suspects.map((suspect) => (
          <li key={suspect.customer_id}>
            <RouterLink to={`/customers/${suspect.customer_id}` as string}>
              {suspect.code} {suspect.name}
            </RouterLink>
            <div className={classes.dim}>
              {reasons(suspect.reasons)}
              {" · "}
              {t("panel.points", { score: suspect.score })}
            </div>
          </li>
        ))}
        {reports.map((report) => (
          <Reported key={report.id} report={report} own={customerId} />
        ))}
      </ul>
    </Card>
  );
}

/** What waits for the central team's decision already. */
function Reported({ report, own }: { report: DuplicateReport; own: string }) {
  const { t } = useTranslation("duplicates");
  const others = report.fichas.filter((ficha) => ficha.id !== own);
  return (
    <li>
      {others.map((ficha) => (
        <div key={ficha.id}>
          <RouterLink to={`/customers/${ficha.id}` as string}>
            {ficha.code} {ficha.name}
          </RouterLink>
        </div>
      ))}
      <div className={classes.dim}>
        {t("tell.waiting", { by: report.reported_by, at: dateTime(report.reported_at) })} {report.reason}
      </div>
    </li>
  );
}
