// The customer's welcomes on their ficha, and a way to begin one after a merge.
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCommand, useCommandQuery } from "@/ipc";
import { Card, errorToast, RouterLink, StateView, Tag, toast, useErrorText, useSession } from "@/shared";
import { date, dayOf } from "@/shared/format";
import classes from "./Onboarding.module.css";

export default function CustomerWelcome({ customerId }: { customerId: string }) {
  const { t } = useTranslation("onboarding");
  const words = useErrorText();
  const { can } = useSession();
  const query = useCommandQuery("onboarding.of_customer", { customer_id: customerId });
  const open = useCommand("onboarding.open");
  const begin = () =>
    open.mutate(
      { customer_id: customerId, cause: "merged" },
      { onSuccess: () => toast(t("begun")), onError: (error) => errorToast(words.text(error)) },
    );
  const waits = query.data?.some((one) => one.onboarding.cause === "merged" && !one.onboarding.completed_at);
  if (query.error) return <StateView kind="error" error={query.error} onRetry={query.refetch} />;
  return (
    <Card title={t("nav")}>
      {query.data?.length === 0 ? <span className={classes.second}>{t("panel.none")}</span> : null}
      <ul className={classes.plain}>
        {query.data?.map(({ onboarding, steps }) => (
          <li key={onboarding.id}>
            <RouterLink to={`/onboarding?id=${onboarding.id}` as string}>
              {t(`causes.${onboarding.cause}`)}
            </RouterLink>{" "}
            <Tag kind={onboarding.completed_at ? "good" : "open"}>
              {t("progress", { done: onboarding.done, steps })}
            </Tag>{" "}
            <span className={classes.second}>{date(dayOf(onboarding.opened_at))}</span>
          </li>
        ))}
      </ul>
      {can("customers.contact") && query.data && !waits ? (
        <Button size="xs" mt={6} loading={open.isPending} onClick={begin}>
          {t("panel.begin_merged")}
        </Button>
      ) : null}
    </Card>
  );
}
