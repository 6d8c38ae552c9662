// The months on the way to five paid on time (REG-8).
import { useTranslation } from "react-i18next";
import type { MonthState, PaymentProgress } from "@/bindings";
import { Card, Tag, type TagKind } from "@/shared";
import { date } from "@/shared/format";
import classes from "./Fulfilment.module.css";

const kinds: Record<MonthState, TagKind> = { on_time: "good", late: "overdue", open: "closed" };

export function Payments({ progress, complete }: { progress: PaymentProgress; complete: boolean }) {
  const { t } = useTranslation("fulfilment");
  return (
    <Card title={t("payments.title")}>
      <p className={classes.lead}>
        {complete
          ? t("payments.complete")
          : t("payments.progress", { count: progress.on_time, needed: progress.needed })}
      </p>
      <ul className={classes.plain}>
        {progress.months.map((month) => (
          <li key={month.month}>
            {date(month.month).slice(3)} <Tag kind={kinds[month.state]}>{t(`payments.${month.state}`)}</Tag>
          </li>
        ))}
      </ul>
      {progress.months.length === 0 && !complete ? <p className={classes.dim}>{t("payments.none")}</p> : null}
    </Card>
  );
}
