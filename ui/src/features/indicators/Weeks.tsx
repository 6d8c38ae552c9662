// The review week by week, as a chart or as the numbers behind it.
import { BarChart } from "@mantine/charts";
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { WeekFigures } from "@/bindings";
import { Card } from "@/shared";
import { count, date } from "@/shared/format";
import classes from "./Indicators.module.css";

const SERIES = [
  { name: "approved", color: "var(--rg-green)" },
  { name: "returned", color: "var(--rg-amber)" },
  { name: "denied", color: "var(--rg-red)" },
] as const;

export function Weeks({ weeks }: { weeks: WeekFigures[] }) {
  const { t } = useTranslation("indicators");
  const [numbers, setNumbers] = useState(false);
  const toggle = (
    <Button size="xs" aria-pressed={numbers} onClick={() => setNumbers(!numbers)}>
      {t(numbers ? "weeks.chart" : "weeks.numbers")}
    </Button>
  );
  return (
    <Card title={t("weeks.title")} action={toggle}>
      {numbers ? (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t("weeks.week")}</th>
              <th scope="col">{t("weeks.submitted")}</th>
              {SERIES.map(({ name }) => (
                <th key={name} scope="col">
                  {t(`weeks.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map((week) => (
              <tr key={week.week}>
                <th scope="row">{date(week.week)}</th>
                <td>{count(week.submitted)}</td>
                {SERIES.map(({ name }) => (
                  <td key={name}>{count(week[name])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <div role="img" aria-label={t("weeks.spoken", { count: weeks.length })}>
          <BarChart
            h={220}
            type="stacked"
            withLegend
            data={weeks.map((week) => ({ ...week, day: date(week.week).slice(0, 5) }))}
            dataKey="day"
            series={SERIES.map(({ name, color }) => ({ name, color, label: t(`weeks.${name}`) }))}
            barProps={{ isAnimationActive: false }}
          />
        </div>
      )}
    </Card>
  );
}
