// Two versions side by side: what was added, taken away or changed, and what each comes to.
import { Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ComparedLine, LineChange, LineDifference, QuoteComparison, QuoteDetails } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import {
  Page,
  PageHeader,
  PrimaryAction,
  StateView,
  Tag,
  type TagKind,
  useGo,
  useRouteParam,
} from "@/shared";
import { date, money, percent, quantity } from "@/shared/format";
import classes from "./Compare.module.css";

const kinds: Record<LineChange, TagKind> = {
  same: "closed",
  changed: "today",
  added: "good",
  removed: "overdue",
};

export default function ComparePage() {
  const { t } = useTranslation("quotes");
  const go = useGo();
  const id = useRouteParam("id") ?? "";
  const details = useCommandQuery("quotes.get", { id });
  const back = () => go(`/quotes/${id}`);
  return (
    <Page
      header={
        <PageHeader
          title={details.data ? t("compare.title", { number: details.data.number }) : t("compare.open")}
          primary={<PrimaryAction label={t("compare.back")} onClick={back} />}
        />
      }
    >
      {details.data ? (
        <Choice details={details.data} />
      ) : details.error ? (
        <StateView kind="error" error={details.error} onRetry={details.refetch} />
      ) : (
        <StateView kind="loading" />
      )}
    </Page>
  );
}

function Choice({ details }: { details: QuoteDetails }) {
  const { t } = useTranslation("quotes");
  const { versions, version } = details;
  const earlier = versions.find((other) => other.version_number < version.version_number);
  const [after, setAfter] = useState(earlier ? version.id : (versions[0]?.id ?? version.id));
  const [before, setBefore] = useState(earlier?.id ?? version.id);
  const query = useCommandQuery("quotes.compare", { before, after }, { keepPrevious: true });
  const options = versions.map((other) => ({
    value: other.id,
    label: t("state", { status: t(`status.${other.status}`), number: other.version_number }),
  }));
  if (versions.length < 2)
    return <StateView kind="empty" title={t("compare.alone")} description={t("compare.alone_text")} />;
  return (
    <>
      <div className={classes.compareHead}>
        <Select
          label={t("compare.before")}
          data={options}
          value={before}
          onChange={(value) => value && setBefore(value)}
        />
        <Select
          label={t("compare.after")}
          data={options}
          value={after}
          onChange={(value) => value && setAfter(value)}
        />
      </div>
      {query.data ? (
        <Differences found={query.data} />
      ) : query.error ? (
        <StateView kind="error" error={query.error} onRetry={query.refetch} />
      ) : (
        <StateView kind="loading" />
      )}
    </>
  );
}

function Differences({ found }: { found: QuoteComparison }) {
  const { t } = useTranslation("quotes");
  return (
    <table className={classes.compared}>
      <thead>
        <tr>
          <th scope="col">{t("lines.item")}</th>
          <th scope="col" style={{ width: 110 }}>
            {t("compare.change")}
          </th>
          <th scope="col" className={classes.number} style={{ width: 220 }}>
            {t("compare.before")}
          </th>
          <th scope="col" className={classes.number} style={{ width: 220 }}>
            {t("compare.after")}
          </th>
        </tr>
      </thead>
      <tbody>
        {found.lines.map((line, at) => (
          <LineCompared key={at} difference={line} />
        ))}
        {found.fields.map((field) => (
          <tr key={field}>
            <td>{t(`compare.fields.${field}`)}</td>
            <td>
              <Tag kind="today">{t("compare.changes.changed")}</Tag>
            </td>
            <td className={classes.long}>{fieldText(found.before, field)}</td>
            <td className={classes.long}>{fieldText(found.after, field)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        {(["one_off", "monthly"] as const).map((charge) => (
          <tr key={charge}>
            <th scope="row" colSpan={2}>
              {t(`totals.${charge}`)}
            </th>
            <td className={classes.number}>{money(found.before_totals[charge].total_cents)}</td>
            <td className={classes.number}>{money(found.after_totals[charge].total_cents)}</td>
          </tr>
        ))}
      </tfoot>
    </table>
  );
}

function fieldText(content: QuoteComparison["before"], field: string): string {
  const value = content[field as keyof typeof content];
  if (field === "valid_until") return date(String(value));
  return typeof value === "number" ? percent(value) : String(value ?? "");
}

function LineCompared({ difference }: { difference: LineDifference }) {
  const { t } = useTranslation("quotes");
  const line = (difference.after ?? difference.before)?.line;
  const names = difference.fields.map((field) => t(`compare.fields.${field}`)).join(", ");
  return (
    <tr data-change={difference.change}>
      <td>
        {line?.description.split("\n")[0]}
        {names === "" ? null : <div className={classes.dim}>{names}</div>}
      </td>
      <td>
        <Tag kind={kinds[difference.change]}>{t(`compare.changes.${difference.change}`)}</Tag>
      </td>
      <Side side={difference.before} />
      <Side side={difference.after} />
    </tr>
  );
}

function Side({ side }: { side: ComparedLine | null }) {
  if (side === null) return <td className={classes.number}>{"—"}</td>;
  const { line, totals } = side;
  return (
    <td className={classes.number}>
      {money(totals.total_cents)}
      <div className={classes.dim}>
        {quantity(line.quantity_milli)} {"×"} {money(line.unit_price_cents)}
        {line.discount_bp === 0 ? "" : ` − ${percent(line.discount_bp)}`}
      </div>
    </td>
  );
}
