// Stage by stage and person by person.
import { useTranslation } from "react-i18next";
import type { SellerFigures, StageFigures, WorkerFigures } from "@/bindings";
import { Card } from "@/shared";
import { count, percent, scaled } from "@/shared/format";
import { type Ask, duration } from "./asked";
import classes from "./Indicators.module.css";

const score = (tenths: number | null) => (tenths === null ? "–" : scaled(tenths, 1));

export function Stages({ stages, ask }: { stages: StageFigures[]; ask: Ask }) {
  const { t } = useTranslation("indicators");
  // Five months of post-sale would leave the others no room: their length is the calendar's, not anybody's work.
  const worked = stages.filter((stage) => stage.stage !== "post_sale");
  const longest = Math.max(1, ...worked.map((stage) => stage.p90_minutes ?? 0));
  const wide = (minutes: number | null) => ({ width: `${(100 * (minutes ?? 0)) / longest}%` });
  return (
    <Card title={t("stages.title")}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("stages.stage")}</th>
            <th scope="col">{t("stages.count")}</th>
            <th scope="col">{t("stages.median")}</th>
            <th scope="col">{t("stages.p90")}</th>
            <th scope="col" className={classes.wide}>
              {t("stages.both")}
            </th>
            <th scope="col">{t("stages.score")}</th>
          </tr>
        </thead>
        <tbody>
          {stages.map((stage) => {
            const name = t(`stages.${stage.stage}`);
            const opinions = t("stages.opinions", {
              score: score(stage.score_tenths),
              count: stage.opinions,
            });
            return (
              <tr key={stage.stage}>
                <th scope="row">{name}</th>
                <td>
                  <button
                    type="button"
                    className={classes.link}
                    aria-label={t("stages.open", { stage: name, count: stage.count })}
                    onClick={() =>
                      ask({ title: t("behind.stage", { stage: name }), measure: "stage", key: stage.stage })
                    }
                  >
                    {count(stage.count)}
                  </button>
                </td>
                <td>{duration(t, stage.median_minutes) || "–"}</td>
                <td>{duration(t, stage.p90_minutes) || "–"}</td>
                <td>
                  {stage.stage === "post_sale" ? null : (
                    <span className={classes.double} aria-hidden>
                      <span className={classes.bar} style={wide(stage.median_minutes)} />
                      <span className={classes.faint} style={wide(stage.p90_minutes)} />
                    </span>
                  )}
                </td>
                <td>
                  <button
                    type="button"
                    className={classes.link}
                    aria-label={t("stages.open_score", { stage: name, opinions })}
                    onClick={() =>
                      ask({
                        title: t("behind.feedback", { stage: name }),
                        measure: "feedback",
                        key: stage.stage,
                      })
                    }
                  >
                    {opinions}
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className={classes.dim}>{t("stages.hint")}</p>
    </Card>
  );
}

export function Sellers({ sellers, onChoose }: { sellers: SellerFigures[]; onChoose: (id: string) => void }) {
  const { t } = useTranslation("indicators");
  return (
    <Card title={t("sellers.title")}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("sellers.name")}</th>
            <th scope="col">{t("sellers.submitted")}</th>
            <th scope="col">{t("sellers.approval")}</th>
            <th scope="col">{t("sellers.on_time")}</th>
            <th scope="col">{t("sellers.five_months")}</th>
            <th scope="col">{t("stages.score")}</th>
          </tr>
        </thead>
        <tbody>
          {sellers.map((seller) => (
            <tr key={seller.id}>
              <th scope="row">
                <button type="button" className={classes.link} onClick={() => onChoose(seller.id)}>
                  {seller.name}
                </button>
              </th>
              <td>{count(seller.review.submitted)}</td>
              <td>{percent(seller.review.approval_bp) || "–"}</td>
              <td>{percent(seller.installation.on_time_bp) || "–"}</td>
              <td>{percent(seller.five_months.share_bp) || "–"}</td>
              <td>{score(seller.score_tenths)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

export function Workers({ workers, ask }: { workers: WorkerFigures[]; ask: Ask }) {
  const { t } = useTranslation("indicators");
  return (
    <Card title={t("workers.title")}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("workers.name")}</th>
            <th scope="col">{t("stages.stage")}</th>
            <th scope="col">{t("workers.count")}</th>
            <th scope="col">{t("stages.median")}</th>
            <th scope="col">{t("stages.p90")}</th>
            <th scope="col">{t("sellers.approval")}</th>
          </tr>
        </thead>
        <tbody>
          {workers.map((worker) => {
            const stage = t(`stages.${worker.stage}`);
            return (
              <tr key={`${worker.name} ${worker.stage}`}>
                <th scope="row">{worker.name}</th>
                <td className={classes.left}>{stage}</td>
                <td>
                  <button
                    type="button"
                    className={classes.link}
                    aria-label={t("workers.open", { name: worker.name, stage, count: worker.count })}
                    onClick={() =>
                      ask({
                        title: t("behind.worker", { name: worker.name, stage }),
                        measure: "stage",
                        key: worker.stage,
                        person: worker.name,
                      })
                    }
                  >
                    {count(worker.count)}
                  </button>
                </td>
                <td>{duration(t, worker.median_minutes)}</td>
                <td>{duration(t, worker.p90_minutes)}</td>
                <td>{percent(worker.approval_bp)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
}
