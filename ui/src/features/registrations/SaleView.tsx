// A sale that is not the seller's to write on now: what was sent, where it stands, what happened.
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RegistrationDetail } from "@/bindings";
import { Presence } from "@/features/presence";
import { useCommand } from "@/ipc";
import { Card } from "@/shared/Card";
import { useErrorText } from "@/shared/errors";
import { RouterLink } from "@/shared/nav";
import { Page, PageHeader } from "@/shared/Page";
import { Tag } from "@/shared/Tag";
import { toast } from "@/shared/toast";
import { Evidence } from "./Evidence";
import classes from "./Sale.module.css";
import { HistoryCard } from "./SideCards";
import { stateTags } from "./stateTags";

const nothing = { texts: {}, set: () => {}, list: [], forget: () => {} };

export function SaleView({ detail }: { detail: RegistrationDetail }) {
  const { t } = useTranslation("registrations");
  const sale = detail.registration;
  const open = sale.state === "submitted" || sale.state === "in_review";
  const header = (
    <PageHeader
      title={sale.content.name || t("sale.draft")}
      hint={
        <>
          <Tag kind={stateTags[sale.state]}>{t(`states.${sale.state}`)}</Tag>{" "}
          {sale.number ? t("review.number", { number: sale.number }) : ""}{" "}
          <Presence kind="registration" id={sale.id} />
        </>
      }
      primary={
        sale.customer_id ? (
          <Button component={RouterLink} {...{ to: `/customers/${sale.customer_id}` }}>
            {t("sale.open_ficha")}
          </Button>
        ) : null
      }
    />
  );
  return (
    <Page header={header}>
      <div className={classes.layout}>
        <Evidence detail={detail} returning={false} reasons={nothing} onSuggest={nothing.set} />
        <aside className={classes.side}>
          {sale.closed_reason ? <Card title={t("sale.cancelled_because")}>{sale.closed_reason}</Card> : null}
          <HistoryCard detail={detail} />
          {open ? <CallOff detail={detail} /> : null}
        </aside>
      </div>
    </Page>
  );
}

/** Calling a sale off asks for a reason; nothing else does. */
function CallOff({ detail }: { detail: RegistrationDetail }) {
  const { t } = useTranslation("registrations");
  const [reason, setReason] = useState("");
  const cancel = useCommand("registrations.cancel");
  const words = useErrorText();
  const sale = detail.registration;
  const send = () =>
    cancel.mutate(
      { id: sale.id, version: sale.version, reason },
      { onSuccess: () => toast(t("done.cancelled", { name: sale.content.name })) },
    );
  const issue = cancel.error?.issues[0];
  return (
    <Card title={t("sale.call_off")}>
      <TextInput
        label={t("sale.call_off_reason")}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={
          issue
            ? words.issue(issue, "registrations.cancel")
            : cancel.error
              ? words.text(cancel.error)
              : undefined
        }
      />
      <Button mt={8} color="red" loading={cancel.isPending} onClick={send}>
        {t("sale.call_off_now")}
      </Button>
    </Card>
  );
}
