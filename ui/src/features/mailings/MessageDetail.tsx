import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OutboxMessage } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { CopyValue } from "@/shared/CopyValue";
import { dateTime } from "@/shared/format";
import { RouterLink } from "@/shared/nav";
import { StateView } from "@/shared/StateView";
import { useSession } from "@/shared/session";
import { Attachments } from "./Attachments";
import { MessageActions } from "./MessageActions";
import { MessageTag } from "./MessageTag";
import classes from "./mailings.module.css";

/** One message: where it stands and why, what can be done about it, and how the recipient sees it. */
export function MessageDetail({ id }: { id: string }) {
  const query = useCommandQuery("mailings.message", { id }, { refetchInterval: 10_000 });
  if (query.data) return <Message message={query.data} />;
  if (query.error) return <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />;
  return <StateView kind="loading" />;
}

function Message({ message }: { message: OutboxMessage }) {
  const { row } = message;
  return (
    <article className={classes.detail} aria-label={row.subject}>
      <div className={classes.top}>
        <h2 className={classes.heading}>{row.subject}</h2>
        <MessageTag state={row.state} />
      </div>
      <Explanation message={message} />
      <MessageActions row={row} />
      <Facts message={message} />
      <Attachments files={message.attachments} />
      <Body message={message} />
    </article>
  );
}

/** What the state means, in a sentence, and the server's own words below it. */
function Explanation({ message: { row } }: { message: OutboxMessage }) {
  const { t } = useTranslation("mailings");
  const reason = row.reason === "none" || row.reason === "accepted" ? null : t(`reasons.${row.reason}`);
  const next = row.state === "queued" && row.attempts > 0;
  return (
    <>
      <div>
        {t(`meanings.${row.state}`)} {reason}{" "}
        {next ? t("next_attempt", { at: dateTime(row.next_attempt_at) }) : null}
      </div>
      {row.server_reply ? (
        <div>
          <div className={classes.dim}>{t("server_words")}</div>
          <pre className={classes.words}>{row.server_reply}</pre>
        </div>
      ) : null}
    </>
  );
}

function Facts({ message: { row, message_id } }: { message: OutboxMessage }) {
  const { t } = useTranslation("mailings");
  const { can } = useSession();
  return (
    <dl className={classes.facts}>
      <dt>{t("fields.recipient")}</dt>
      <dd>
        {row.recipient_name} <CopyValue value={row.recipient_address}>{row.recipient_address}</CopyValue>
      </dd>
      <dt>{t("fields.queued_at")}</dt>
      <dd>{t("queued_by", { at: dateTime(row.queued_at), by: row.queued_by })}</dd>
      {row.sent_at ? (
        <>
          <dt>{t("fields.sent_at")}</dt>
          <dd>{dateTime(row.sent_at)}</dd>
        </>
      ) : null}
      <dt>{t("fields.attempts")}</dt>
      <dd>{row.attempts}</dd>
      {row.customer_id && can("customers.read") ? (
        <>
          <dt>{t("fields.customer")}</dt>
          <dd>
            <RouterLink to={`/customers/${row.customer_id}` as never}>{t("open_ficha")}</RouterLink>
          </dd>
        </>
      ) : null}
      <dt>{t("fields.message_id")}</dt>
      <dd>
        <CopyValue value={message_id}>{message_id}</CopyValue>
      </dd>
    </dl>
  );
}

/** The letter in a frame where nothing runs and nothing is fetched, or its plain text. */
function Body({ message }: { message: OutboxMessage }) {
  const { t } = useTranslation("mailings");
  const [part, setPart] = useState("html");
  const page = `<!doctype html><meta charset="utf-8"><style>body{margin:12px;font:14px/1.5 sans-serif;background:white;color:black}</style>${message.preview_html}`;
  return (
    <>
      <SegmentedControl
        className={classes.parts}
        size="xs"
        aria-label={t("part")}
        value={part}
        onChange={setPart}
        data={[
          { value: "html", label: t("parts.html") },
          { value: "text", label: t("parts.text") },
        ]}
      />
      {part === "html" ? (
        <iframe className={classes.frame} title={t("preview")} sandbox="" srcDoc={page} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled text must be reached by keyboard
        <pre className={classes.plain} tabIndex={0}>
          {message.body_text}
        </pre>
      )}
    </>
  );
}
