// Indicadores: how the work goes in a period, stage by stage and person by person. Every figure opens the sales
// it counted (REG-10, REG-11).
import { Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Indicators } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { DateField, FilterChips, Page, PageHeader, StateView, useErrorText } from "@/shared";
import { count, percent, today } from "@/shared/format";
import { type Ask, type Asked, daysBefore } from "./asked";
import { Behind } from "./Behind";
import classes from "./Indicators.module.css";
import { Reasons } from "./Reasons";
import { Sellers, Stages, Workers } from "./tables";
import { Weeks } from "./Weeks";

const SPANS = ["30", "90", "365"] as const;

export default function IndicatorsPage() {
  const { t } = useTranslation("indicators");
  const words = useErrorText();
  const [from, setFrom] = useState(() => daysBefore(today(), 90));
  const [until, setUntil] = useState(today);
  const [seller, setSeller] = useState<string | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const request = { from, until, seller_id: seller };
  const query = useCommandQuery("indicators.figures", request, { keepPrevious: true });
  const everybody = useCommandQuery("indicators.figures", { from, until, seller_id: null });
  const span = SPANS.find((days) => until === today() && from === daysBefore(today(), Number(days))) ?? null;
  const refused = query.error?.issues[0];
  const header = (
    <PageHeader title={t("nav")}>
      <FilterChips
        label={t("period.label")}
        value={span}
        onChange={(days) => {
          if (days === null) return;
          setFrom(daysBefore(today(), Number(days)));
          setUntil(today());
        }}
        options={SPANS.map((days) => ({ value: days, label: t(`period.${days}`) }))}
      />
      <DateField
        aria-label={t("period.from")}
        className={classes.date}
        value={from}
        maxDate={until}
        onChange={(day) => day && setFrom(day)}
      />
      <DateField
        aria-label={t("period.until")}
        className={classes.date}
        value={until}
        minDate={from}
        onChange={(day) => day && setUntil(day)}
        error={refused ? words.issue(refused, "indicators.figures") : undefined}
      />
      <Select
        aria-label={t("seller.label")}
        placeholder={t("seller.all")}
        clearable
        className={classes.seller}
        value={seller}
        onChange={setSeller}
        data={(everybody.data?.sellers ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
    </PageHeader>
  );
  const empty =
    query.data !== undefined &&
    query.data.weeks.length === 0 &&
    query.data.stages.every((one) => one.count === 0);
  return (
    <Page header={header}>
      {query.error ? (
        <StateView kind="error" error={query.error} onRetry={query.refetch} />
      ) : query.data === undefined ? (
        <StateView kind="loading" />
      ) : empty ? (
        <StateView kind="empty" title={t("empty.title")} description={t("empty.text")} />
      ) : (
        <div className={classes.page}>
          <Headline figures={query.data} ask={setAsked} />
          <div className={classes.pair}>
            <Weeks weeks={query.data.weeks} />
            <Reasons reasons={query.data.reasons} ask={setAsked} />
          </div>
          <Stages stages={query.data.stages} ask={setAsked} />
          <div className={classes.pair}>
            <Sellers sellers={query.data.sellers} onChoose={setSeller} />
            <Workers workers={query.data.workers} ask={setAsked} />
          </div>
        </div>
      )}
      <Behind asked={asked} request={request} onClose={() => setAsked(null)} />
    </Page>
  );
}

/** What a supervisor asks first; each opens its sales. */
function Headline({ figures, ask }: { figures: Indicators; ask: Ask }) {
  const { t } = useTranslation("indicators");
  const { review, installation, five_months: months } = figures;
  const parts = [
    {
      key: "submitted",
      measure: "submitted",
      value: count(review.submitted),
      hint: t("headline.submitted_hint"),
    },
    {
      key: "approval",
      measure: "approved",
      value: percent(review.approval_bp) || "–",
      hint: t("headline.approval_hint", {
        approved: review.approved,
        first: percent(review.first_time_bp) || "–",
      }),
    },
    {
      key: "on_time",
      measure: "late",
      value: percent(installation.on_time_bp) || "–",
      hint: t("headline.on_time_hint", {
        late: installation.installed - installation.on_time,
        installed: installation.installed,
      }),
    },
    {
      key: "five_months",
      measure: "watched",
      value: percent(months.share_bp) || "–",
      hint: t("headline.five_months_hint", { began: months.began, completed: months.completed }),
    },
  ] as const;
  return (
    <ul className={classes.headline}>
      {parts.map((part) => (
        <li key={part.key}>
          <button
            type="button"
            className={classes.figure}
            onClick={() => ask({ title: t(`behind.${part.measure}`), measure: part.measure })}
          >
            <span className={classes.dim}>{t(`headline.${part.key}`)}</span>
            <strong>{part.value}</strong>
            <span className={classes.dim}>{part.hint}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
