// On an empty base: look around with made-up data before beginning with one's own.
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AppStatus } from "@/bindings";
import { useCommand, useCommandQuery } from "@/ipc";
import { useErrorText } from "@/shared/errors";
import { FormErrors } from "@/shared/form/Form";
import classes from "./Demo.module.css";
import { Making } from "./Making";

const LOOK_AGAIN_MS = 300;

export function DemoOffer({ status }: { status: AppStatus }) {
  const { t } = useTranslation("demo");
  const words = useErrorText();
  const begin = useCommand("demo.try_out");
  const issue = begin.error?.issues[0];
  const asked = begin.isPending || begin.isSuccess;
  const demo = useCommandQuery("demo.status", {}, { enabled: asked, refetchInterval: LOOK_AGAIN_MS });
  if (asked && demo.data?.state !== "failed") {
    return <Making done={demo.data?.done ?? 0} total={demo.data?.total ?? 0} />;
  }
  return (
    <section className={classes.offer} aria-label={t("offer.title")}>
      <strong>{t("offer.title")}</strong>
      <p className={classes.text}>{t("offer.text")}</p>
      {status.database.engine === "postgres" ? <p className={classes.text}>{t("offer.postgres")}</p> : null}
      {begin.error ? (
        <FormErrors text={issue ? words.issue(issue, "demo.try_out") : words.text(begin.error)} />
      ) : null}
      {demo.data?.state === "failed" ? <FormErrors text={t("failed")} /> : null}
      <Button onClick={() => begin.mutate({})} fullWidth>
        {t("offer.begin")}
      </Button>
    </section>
  );
}
