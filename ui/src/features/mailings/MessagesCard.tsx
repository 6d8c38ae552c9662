import { useTranslation } from "react-i18next";
import { Card } from "@/shared/Card";
import { dateTime } from "@/shared/format";
import { RouterLink } from "@/shared/nav";
import { MessageTag } from "./MessageTag";
import classes from "./mailings.module.css";
import { useMessagesOf } from "./useMessagesOf";

const SHOWN = 3;

/** The last messages to a customer, with where each stands. Nothing when there is none. */
export default function MessagesCard({ customerId }: { customerId: string }) {
  const { t } = useTranslation("mailings");
  const rows = useMessagesOf(customerId).data?.rows.slice(0, SHOWN) ?? [];
  if (rows.length === 0) return null;
  return (
    <Card title={t("card.title")}>
      <ul className={classes.card}>
        {rows.map((row) => (
          <li key={row.id}>
            <RouterLink to={`/mailings?message=${row.id}` as never} className={classes.subject}>
              {row.subject}
            </RouterLink>
            <div className={classes.meta}>
              <MessageTag state={row.state} />
              <span>{dateTime(row.sent_at ?? row.queued_at)}</span>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
