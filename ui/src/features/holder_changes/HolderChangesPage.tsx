// All changes that wait for their holders, the oldest first, for the back office to call about (CUS-9).
import { useTranslation } from "react-i18next";
import { useCommandQuery } from "@/ipc";
import { Page, PageHeader, RouterLink, StateView, Tag, useSession } from "@/shared";
import { count, dayOf, daysBetween, today } from "@/shared/format";
import classes from "./HolderChanges.module.css";
import { WaitingChange } from "./WaitingChange";

/** After three days a change has waited long. */
const LONG = 3;

export default function HolderChangesPage() {
  const { t } = useTranslation("holder_changes");
  const { can } = useSession();
  const query = useCommandQuery("holder_changes.waiting", {});
  const items = query.data?.items ?? [];
  const total = query.data?.total ?? 0;
  return (
    <Page header={<PageHeader title={t("nav")} hint={t("page.hint")} />}>
      {query.error ? (
        <StateView kind="error" error={query.error} onRetry={query.refetch} />
      ) : query.data === undefined ? (
        <StateView kind="loading" />
      ) : items.length === 0 ? (
        <StateView kind="empty" title={t("empty.title")} description={t("empty.text")} />
      ) : (
        <ul className={classes.list}>
          {items.map((change) => {
            const days = daysBetween(dayOf(change.asked_at), today());
            return (
              <li key={change.id} className={classes.item}>
                <div className={classes.who}>
                  <RouterLink to={`/customers/${change.customer_id}` as string}>
                    {change.customer_name}
                  </RouterLink>
                  <span className={classes.second}>{change.customer_code}</span>
                  <Tag kind={days >= LONG ? "today" : "open"}>{t("page.days", { count: days })}</Tag>
                </div>
                <WaitingChange change={change} mayAnswer={can("customers.write")} />
              </li>
            );
          })}
          {total > items.length ? (
            <li className={classes.second}>
              {t("page.more", { count: total - items.length, figure: count(total - items.length) })}
            </li>
          ) : null}
        </ul>
      )}
    </Page>
  );
}
