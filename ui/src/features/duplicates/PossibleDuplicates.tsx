// Who else a ficha might be, and why; the central team compares from here (DUP-3, DUP-9).
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCommandQuery } from "@/ipc";
import { Card, RouterLink, useGo, useSession } from "@/shared";
import { useSuspectReasons } from "@/shared/suspects";
import classes from "./Duplicates.module.css";

/** As many fichas as are read side by side. */
const FICHAS_MAX = 6;

export default function PossibleDuplicates({ customerId }: { customerId: string }) {
  const { t } = useTranslation("duplicates");
  const { can } = useSession();
  const go = useGo();
  const reasons = useSuspectReasons();
  const query = useCommandQuery("duplicates.of_customer", { id: customerId });
  const suspects = (query.data ?? []).slice(0, FICHAS_MAX - 1);
  if (suspects.length === 0) return null;
  const may = can("duplicates.merge");
  const compare = (ids: string[]) => go(`/duplicates/compare?ids=${[customerId, ...ids].join(",")}`);
  const all = suspects.map((suspect) => suspect.customer_id);
  return (
    <Card
      title={t("panel.title")}
      tone="alert"
      action={
        may ? (
          <Button size="xs" onClick={() => compare(all)}>
            {t(all.length > 1 ? "panel.compare_all" : "panel.compare")}
          </Button>
        ) : null
      }
    >
      <ul className={classes.plain}>
        {suspects.map((suspect) => (
          <li key={suspect.customer_id}>
            <RouterLink to={`/customers/${suspect.customer_id}` as string}>
              {suspect.code} {suspect.name}
            </RouterLink>
            <div className={classes.dim}>
              {reasons(suspect.reasons)}
              {" · "}
              {t("panel.points", { score: suspect.score })}
            </div>
          </li>
        ))}
      </ul>
      {may ? null : <p className={classes.dim}>{t("panel.report")}</p>}
    </Card>
  );
}
