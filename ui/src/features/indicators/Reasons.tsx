// Why sales come back: a bar for each field, which opens its sales.
import { useTranslation } from "react-i18next";
import type { ReasonFigures } from "@/bindings";
import { Card } from "@/shared";
import { count } from "@/shared/format";
import type { Ask } from "./asked";
import classes from "./Indicators.module.css";

export function Reasons({ reasons, ask }: { reasons: ReasonFigures[]; ask: Ask }) {
  const { t } = useTranslation(["indicators", "registrations"]);
  const most = Math.max(1, ...reasons.map((reason) => reason.count));
  return (
    <Card title={t("reasons.title")}>
      {reasons.length === 0 ? <p className={classes.dim}>{t("reasons.none")}</p> : null}
      <ul className={classes.bars}>
        {reasons.map((reason) => {
          const field = t(`registrations:fields.${reason.field}`);
          return (
            <li key={reason.field}>
              <button
                type="button"
                className={classes.barRow}
                onClick={() =>
                  ask({ title: t("behind.reason", { field }), measure: "reason", key: reason.field })
                }
              >
                <span>{field}</span>
                <span className={classes.track}>
                  <span className={classes.bar} style={{ width: `${(100 * reason.count) / most}%` }} />
                </span>
                <span className={classes.number}>{count(reason.count)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
