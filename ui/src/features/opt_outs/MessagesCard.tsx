// What the customer does not want to be written about, purpose by purpose, on the ficha (CUS-8).
import { Button, Drawer } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommandQuery } from "@/ipc";
import { Card, StateView, Tag, useSession } from "@/shared";
import { date } from "@/shared/format";
import classes from "./OptOuts.module.css";
import { Refusals } from "./Refusals";

export default function MessagesCard({ customerId }: { customerId: string }) {
  const { t } = useTranslation("opt_outs");
  const { can } = useSession();
  const [open, setOpen] = useState(false);
  const query = useCommandQuery("opt_outs.of_customer", { customer_id: customerId });
  const close = () => setOpen(false);
  if (query.error) return <StateView kind="error" error={query.error} onRetry={query.refetch} />;
  if (query.data === undefined) return null;
  return (
    <Card
      title={t("card.title")}
      action={
        <Button size="xs" variant="subtle" color="gray" onClick={() => setOpen(true)}>
          {t(can("customers.contact") ? "card.change" : "card.history")}
        </Button>
      }
    >
      <ul className={classes.plain}>
        {query.data.purposes.map(({ purpose, refused, last }) => (
          <li key={purpose} className={classes.purpose}>
            <span>{t(`purposes.${purpose}`)}</span>
            {refused && last ? (
              <Tag kind="today">{t("card.refused", { date: date(last.said_on) })}</Tag>
            ) : (
              <span className={classes.dim}>{t("card.accepts")}</span>
            )}
          </li>
        ))}
        <li className={classes.purpose}>
          <span>{t("purposes.collection")}</span>
          <span className={classes.dim}>{t("card.always")}</span>
        </li>
      </ul>
      <Drawer opened={open} onClose={close} title={t("drawer.title")} keepMounted={false}>
        <Refusals
          customerId={customerId}
          optOuts={query.data}
          mayRecord={can("customers.contact")}
          onDone={close}
        />
      </Drawer>
    </Card>
  );
}
