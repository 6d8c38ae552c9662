import { Alert } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CustomerInput } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { RouterLink } from "@/shared/nav";
import { useSuspectReasons } from "@/shared/suspects";
import classes from "./SimilarNote.module.css";

/** Whom the customer being typed in might be already (DUP-1). It warns and never stands in the way. */
export function SimilarNote({ id, values }: { id: string | null; values: CustomerInput }) {
  const { t } = useTranslation("customers");
  const reasons = useSuspectReasons();
  const rested = useRested(values);
  const worthAsking = rested.name.trim().length > 3 || rested.document.length >= 11;
  const query = useCommandQuery(
    "duplicates.similar",
    { id, input: rested },
    { enabled: worthAsking, keepPrevious: true },
  );
  const found = (worthAsking ? (query.data ?? []) : []).slice(0, 3);
  if (found.length === 0) return null;
  return (
    <Alert
      role="status"
      variant="light"
      color="amber"
      icon={<IconUsers size={16} aria-hidden />}
      title={t("similar.title", { count: found.length })}
    >
      <ul className={classes.list}>
        {found.map((suspect) => (
          <li key={suspect.customer_id}>
            <RouterLink
              to={`/customers/${suspect.customer_id}`}
              title={t("similar.open", { code: suspect.code })}
            >
              {suspect.name}
            </RouterLink>{" "}
            {reasons(suspect.reasons.filter((reason) => reason.weight_tenths > 0))}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

/** The values once the typing rests. */
function useRested(values: CustomerInput): CustomerInput {
  const [rested, setRested] = useState(values);
  const text = JSON.stringify(values);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text says whether the values changed
  useEffect(() => {
    const timer = setTimeout(() => setRested(values), 400);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}
