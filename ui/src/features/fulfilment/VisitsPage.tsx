// Agenda de instalação: a week of visits, a row for each team, a column for each day.
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { VisitRow } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { Page, PageHeader, RouterLink, StateView, Tag, type TagKind, useShortcuts } from "@/shared";
import { count, date, today } from "@/shared/format";
import classes from "./Visits.module.css";
import { daysFrom, mondayOf, shifted } from "./week";

export default function VisitsPage() {
  const { t } = useTranslation("fulfilment");
  const [monday, setMonday] = useState(() => mondayOf(today()));
  const days = daysFrom(monday, 6);
  const until = days[days.length - 1] ?? monday;
  const query = useCommandQuery("fulfilment.visits", { from: monday, until }, { keepPrevious: true });
  const go = (weeks: number) => setMonday((from) => shifted(from, 7 * weeks));
  const home = () => setMonday(mondayOf(today()));
  useShortcuts(t("nav.visits"), [
    { keys: "j", label: t("visits.next"), run: () => go(1) },
    { keys: "k", label: t("visits.previous"), run: () => go(-1) },
    { keys: "t", label: t("visits.this"), run: home },
  ]);
  const header = (
    <PageHeader title={t("nav.visits")} hint={t("visits.span", { from: date(monday), until: date(until) })}>
      <Button size="xs" onClick={() => go(-1)}>
        {t("visits.previous")}
      </Button>
      <Button size="xs" onClick={home}>
        {t("visits.this")}
      </Button>
      <Button size="xs" onClick={() => go(1)}>
        {t("visits.next")}
      </Button>
    </PageHeader>
  );
  return (
    <Page header={header}>
      {query.error ? (
        <StateView kind="error" error={query.error} onRetry={query.refetch} />
      ) : query.data === undefined ? (
        <StateView kind="loading" />
      ) : query.data.length === 0 ? (
        <StateView kind="empty" title={t("visits.empty")} description={t("visits.empty_text")} />
      ) : (
        <Week days={days} visits={query.data} />
      )}
    </Page>
  );
}

function Week({ days, visits }: { days: string[]; visits: VisitRow[] }) {
  const { t } = useTranslation("fulfilment");
  const teams = [...new Map(visits.map((visit) => [visit.team_id, visit.team_name]))].sort((a, b) =>
    a[1].localeCompare(b[1], "pt-BR"),
  );
  const now = today();
  return (
    <table className={classes.week}>
      <caption className="rg-hidden">{t("nav.visits")}</caption>
      <thead>
        <tr>
          <th scope="col" className={classes.team}>
            {t("visit.team")}
          </th>
          {days.map((day, index) => (
            <th key={day} scope="col" data-today={day === now || undefined}>
              {t(`visits.days.${index}`)} {date(day).slice(0, 5)}{" "}
              <span className={classes.dim}>
                {count(visits.filter((one) => one.scheduled_on === day).length)}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {teams.map(([id, name]) => (
          <tr key={id}>
            <th scope="row">{name}</th>
            {days.map((day) => (
              <td key={day} data-today={day === now || undefined}>
                {visits
                  .filter((one) => one.team_id === id && one.scheduled_on === day)
                  .map((one) => (
                    <VisitCard key={one.id} visit={one} />
                  ))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function VisitCard({ visit }: { visit: VisitRow }) {
  const { t } = useTranslation("fulfilment");
  const late = visit.promised_on !== null && visit.scheduled_on > visit.promised_on;
  const forgotten = visit.outcome === null && visit.scheduled_on < today();
  const kind: TagKind = visit.outcome === "done" ? "good" : visit.outcome === null ? "open" : "closed";
  return (
    <RouterLink to={`/course?sale=${visit.registration_id}` as string} className={classes.visit}>
      <span className={classes.who}>{visit.name}</span>
      <span className={classes.dim}>
        {t(`visits.periods.${visit.period}`)} {"·"} {[visit.district, visit.city].filter(Boolean).join(", ")}
      </span>
      <span className={classes.tags}>
        {forgotten ? (
          <Tag kind="today">{t("visits.unsaid")}</Tag>
        ) : (
          <Tag kind={kind}>{t(`outcomes.${visit.outcome ?? "open"}`)}</Tag>
        )}
        {late ? <Tag kind="overdue">{t("visits.late")}</Tag> : null}
      </span>
    </RouterLink>
  );
}
