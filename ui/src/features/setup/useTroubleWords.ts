// Words beside the field that keeps a server from being used.
import { useTranslation } from "react-i18next";
import type { ServerInput } from "@/bindings";
import { useErrorText } from "@/shared";
import type { ServerTrouble } from "./useServerTest";

/** Gives what stands beside each field. */
export function useTroubleWords() {
  const { t } = useTranslation("setup");
  const words = useErrorText();
  return (trouble: ServerTrouble, values: ServerInput): Record<string, string> =>
    Object.fromEntries(
      trouble.issues.map(({ field, code, reason }) => [
        field,
        reason ? t(`troubles.${code}`, { ...values }) : words.issue({ field, code }, "setup"),
      ]),
    );
}
