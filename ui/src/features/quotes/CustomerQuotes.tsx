// The customer's quotes on their ficha: the newest version first of each.
import { useTranslation } from "react-i18next";
import { useCommandQuery } from "@/ipc";
import { Card, RouterLink, StateView, Tag } from "@/shared";
import { date, money } from "@/shared/format";
import classes from "./Quotes.module.css";
import { numberText, statusKind } from "./states";

const SHOWN = 6;

export default function CustomerQuotes({ customerId }: { customerId: string }) {
  const { t } = useTranslation("quotes");
  const query = useCommandQuery("quotes.for_customer", { customer_id: customerId });
  return (
    <Card title={t("panel.title")}>
      {query.error ? <StateView kind="error" error={query.error} onRetry={query.refetch} /> : null}
      {query.data?.length === 0 ? <span className={classes.dim}>{t("panel.empty")}</span> : null}
      {query.data?.slice(0, SHOWN).map((quote) => (
        <div key={quote.id} className={classes.panelLine}>
          <RouterLink to={`/quotes/${quote.id}` as string} className={classes.panelLink}>
            {numberText(quote)} {t("version_short", { number: quote.version_number })}
          </RouterLink>
          <Tag kind={statusKind[quote.status]}>{t(`status.${quote.status}`)}</Tag>
          <span className={classes.dim}>
            {money(quote.one_off_cents || quote.monthly_cents)} {"·"} {date(quote.valid_until)}
          </span>
        </div>
      ))}
    </Card>
  );
}
