import { useTranslation } from "react-i18next";
import type { SuspectReason } from "@/bindings";

/** Why somebody may be the same customer, in words, weightiest first (DUP-2). */
export function useSuspectReasons(): (reasons: SuspectReason[]) => string {
  const { t } = useTranslation("shared");
  return (reasons) => reasons.map((reason) => t(`suspect.${reason.code}`)).join(", ");
}
