// Below a field: why it came back, and what the checks found, with a better value to take.
import { useTranslation } from "react-i18next";
import type { SaleCheck } from "@/bindings";
import classes from "./Sale.module.css";
import { suggested, useCheckText } from "./words";

interface FieldNotesProps {
  /** What whoever set up the form wants the seller to know. */
  hint: string;
  reason: string | undefined;
  checks: SaleCheck[];
  onTake: (value: string) => void;
}

export function FieldNotes({ hint, reason, checks, onTake }: FieldNotesProps) {
  const { t } = useTranslation("registrations");
  const text = useCheckText();
  const telling = checks.filter((check) => check.outcome !== "pass" && check.code !== "missing");
  const shown = telling.length > 0 ? telling : checks.filter((check) => check.outcome === "pass").slice(0, 1);
  if (hint === "" && reason === undefined && shown.length === 0) return null;
  return (
    <span className={classes.notes}>
      {hint ? <span>{hint}</span> : null}
      {reason ? (
        <span className={classes.reason}>
          <strong>{t("sale.reason")}</strong> {reason}
        </span>
      ) : null}
      {shown.map((check) => (
        <span key={check.code} className={classes.check} data-outcome={check.outcome}>
          <span className="rg-hidden">{t(`outcomes.${check.outcome}`)}</span>
          {text(check)}{" "}
          {check.params.suggestion ? (
            <button type="button" onClick={() => onTake(check.params.suggestion ?? "")}>
              {t("sale.use", { value: suggested(check) })}
            </button>
          ) : null}
        </span>
      ))}
    </span>
  );
}
