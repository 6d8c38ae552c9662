// Words for refusals. Codes come from the application; the sentence comes from the feature's own
// texts when it has one, otherwise from the shared ones. Error text is never parsed.
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { asCommandError, type CommandError, type Issue } from "@/ipc";
import { dateTime } from "./format";

type Translate = (key: string | string[], params?: Record<string, unknown>) => string;

function featureOf(command: string): string {
  return command.split(".")[0] || "shared";
}

/** `text(error)` says what happened and what to do; `issue(issue, command)` does so for one field. */
export function useErrorText() {
  const { t } = useTranslation("shared");
  const translate = t as unknown as Translate;
  const issue = useCallback(
    (found: Issue, command: string): string => {
      const own = `${featureOf(command)}:issues.${found.code}`;
      return translate([own, `shared:issues.${found.code}`, "shared:issues.unknown"], {
        code: found.code,
        ...found.params,
      });
    },
    [translate],
  );
  const text = useCallback(
    (error: unknown): string => {
      if (error === null || error === undefined) return "";
      const found: CommandError = asCommandError(error);
      const params = { ...found.params };
      if (typeof params.at === "string") params.at = dateTime(params.at);
      if (typeof params.reason === "string") {
        const own = `${featureOf(found.command)}:reasons.${params.reason}`;
        params.reason = translate([own, `shared:reasons.${params.reason}`, "shared:reasons.unknown"], params);
      }
      const own = `${featureOf(found.command)}:errors.${found.code}`;
      return translate([own, `shared:errors.${found.code}`, "shared:errors.internal"], params);
    },
    [translate],
  );
  return { text, issue };
}
