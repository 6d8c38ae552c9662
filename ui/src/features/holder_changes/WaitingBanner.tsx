// What waits for the holder, on top of the ficha: what stands there, what was asked, and the holder's answer (CUS-9).
import { IconUserQuestion } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCommandQuery } from "@/ipc";
import classes from "./HolderChanges.module.css";
import { WaitingChange } from "./WaitingChange";

export function WaitingBanner({ customerId, mayAnswer }: { customerId: string; mayAnswer: boolean }) {
  const { t } = useTranslation("holder_changes");
  const query = useCommandQuery("holder_changes.of_customer", { customer_id: customerId });
  const waiting = (query.data ?? []).filter((change) => change.state === "waiting");
  if (waiting.length === 0) return null;
  return (
    <section className={classes.banner} aria-label={t("banner.title")}>
      <h2 className={classes.title}>
        <IconUserQuestion size={16} stroke={1.5} aria-hidden />
        {t("banner.title")}
      </h2>
      {waiting.map((change) => (
        <WaitingChange key={change.id} change={change} mayAnswer={mayAnswer} />
      ))}
    </section>
  );
}
