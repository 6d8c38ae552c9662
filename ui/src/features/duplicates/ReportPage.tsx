// Como a busca decide: what is compared, how many pairs fell where, and a few of each to look at (DUP-2).
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ScanReport, ScanStatistics, ScoreBand, SuspectPair } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { Card, Page, PageHeader, RouterLink, StateView, useGo, useShortcuts } from "@/shared";
import { count, dateTime, scaled } from "@/shared/format";
import classes from "./Duplicates.module.css";
import { chance, exactChance } from "./evidence";
import { ScanSettings } from "./ScanSettings";

export default function ReportPage() {
  const { t } = useTranslation("duplicates");
  const go = useGo();
  const query = useCommandQuery("duplicates.scan_report", {});
  const back = () => go("/duplicates");
  useShortcuts(t("report.title"), [{ keys: "u", label: t("certain.back"), run: back }]);
  const report = query.data;
  if (report === undefined) {
    return query.error ? (
      <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <StateView kind="loading" />
    );
  }
  const { scan } = report;
  const hint = scan
    ? t("report.hint", { at: dateTime(scan.started_at), records: count(scan.records) })
    : undefined;
  return (
    <Page
      header={
        <PageHeader
          title={t("report.title")}
          hint={hint}
          primary={<Button onClick={back}>{t("certain.back")}</Button>}
        />
      }
    >
      <div className={classes.stack}>
        <ScanSettings report={report} />
        {scan && report.statistics.bands.length > 0 ? (
          <>
            <Chart report={report} />
            <Figures statistics={report.statistics} />
          </>
        ) : (
          <StateView kind="empty" title={t("queue.never")} description={t("report.none")} />
        )}
      </div>
    </Page>
  );
}

/** The bands from the most certain down; one of them is opened to see pairs of it. */
function Chart({ report }: { report: ScanReport }) {
  const { t } = useTranslation("duplicates");
  const bands = [...report.statistics.bands].reverse();
  const [open, setOpen] = useState(bands.find((band) => band.samples.length > 0)?.from_ppm);
  const most = Math.max(1, ...bands.map((band) => band.pairs));
  const label = (at: number) =>
    at === 0
      ? t("report.from", { from: exactChance(bands[0]?.from_ppm ?? 0) })
      : t("report.between", {
          from: exactChance(bands[at]?.from_ppm ?? 0),
          to: exactChance(bands[at - 1]?.from_ppm ?? 0),
        });
  const shown = bands.find((band) => band.from_ppm === open);
  return (
    <Card title={t("report.chart")}>
      <div className={classes.chart}>
        {bands.map((band, at) => (
          <button
            key={band.from_ppm}
            type="button"
            className={classes.band}
            aria-pressed={band.from_ppm === open}
            onClick={() => setOpen(band.from_ppm)}
          >
            <span>{label(at)}</span>
            <span className={classes.length} aria-hidden>
              <span style={{ width: `${(band.pairs / most) * 100}%` }} />
            </span>
            <span className={classes.count}>
              {t("report.pairs", { count: band.pairs, figure: count(band.pairs) })}
            </span>
          </button>
        ))}
      </div>
      {shown ? <Samples band={shown} report={report} /> : null}
    </Card>
  );
}

function Samples({ band, report }: { band: ScoreBand; report: ScanReport }) {
  const { t } = useTranslation("duplicates");
  const ficha = (id: string) => report.fichas.find((one) => one.id === id);
  const there = band.samples.filter((pair) => ficha(pair.one_id) && ficha(pair.other_id));
  if (there.length === 0) return <p className={classes.dim}>{t("report.no_samples")}</p>;
  const name = (id: string) => `${ficha(id)?.code ?? ""} ${ficha(id)?.name ?? ""}`;
  const reasons = (pair: SuspectPair) =>
    pair.parts
      .filter((part) => part.level !== "different")
      .slice(0, 4)
      .map(
        (part) =>
          `${t(`why.fields.${part.field}` as "why.fields.name")}: ${t(`why.levels.${part.level}` as "why.levels.exact")}`,
      )
      .join(" · ");
  return (
    <ul className={classes.plain} aria-label={t("report.samples")}>
      {there.map((pair) => (
        <li key={`${pair.one_id}${pair.other_id}`}>
          <RouterLink to={`/duplicates/compare?ids=${pair.one_id},${pair.other_id}` as string}>
            {name(pair.one_id)} · {name(pair.other_id)}
          </RouterLink>{" "}
          {chance(pair.probability_ppm)}
          <div className={classes.dim}>{reasons(pair)}</div>
        </li>
      ))}
    </ul>
  );
}

function Figures({ statistics }: { statistics: ScanStatistics }) {
  const { t } = useTranslation("duplicates");
  return (
    <Card title={t("report.figures")}>
      <p className={classes.dim}>
        {t(statistics.threshold_set ? "report.figures_set" : "report.figures_text", {
          compared: count(statistics.compared),
          threshold: chance(statistics.threshold_ppm),
          precision: chance(statistics.precision_ppm),
          recall: chance(statistics.recall_ppm),
        })}
      </p>
      <details>
        <summary>{t("report.rules")}</summary>
        <div className={classes.scroll}>
          <table className={classes.table} aria-label={t("report.rules")}>
            <thead>
              <tr>
                <th scope="col">{t("report.keys")}</th>
                <th scope="col">{t("report.compared")}</th>
                <th scope="col">{t("report.divided")}</th>
              </tr>
            </thead>
            <tbody>
              {statistics.rules.map((rule) => (
                <tr key={rule.keys.join()}>
                  <td>{rule.keys.join(" + ")}</td>
                  <td>{scaled(rule.compared, 0)}</td>
                  <td>{scaled(rule.divided, 0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </Card>
  );
}
