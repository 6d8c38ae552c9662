// What it comes to, the writer's discount limit, and the keys.
import { useTranslation } from "react-i18next";
import type { QuoteDetails, QuoteTotals, SectionTotals } from "@/bindings";
import { Kbd, keysText } from "@/shared";
import { money, percent } from "@/shared/format";
import classes from "./Quotes.module.css";

export interface EditorFootProps {
  details: QuoteDetails;
  totals: QuoteTotals;
  editable: boolean;
}

export function EditorFoot({ details, totals, editable }: EditorFootProps) {
  const { t } = useTranslation("quotes");
  return (
    <>
      <div className={classes.totals} aria-live="polite">
        <Sum label={t("totals.one_off")} section={totals.one_off} />
        <Sum label={t("totals.monthly")} section={totals.monthly} />
      </div>
      {editable ? (
        <div className={classes.hints}>
          <Limit details={details} totals={totals} />
          <Hint keys="tab" words={t("keys.tab")} />
          <Hint keys="enter" words={t("keys.enter")} />
          <Hint keys="alt+arrowup" words={t("keys.move")} />
          <Hint keys="mod+z" words={t("keys.undo")} />
        </div>
      ) : null}
    </>
  );
}

function Sum({ label, section }: { label: string; section: SectionTotals }) {
  const { t } = useTranslation("quotes");
  const optional = section.with_optional_cents !== section.total_cents;
  return (
    <div className={classes.sum}>
      <span className={classes.dim}>{label}</span>
      <strong>{money(section.total_cents)}</strong>
      {optional ? (
        <span className={classes.dim}>
          {t("totals.with_optional", { amount: money(section.with_optional_cents) })}
        </span>
      ) : null}
      {section.tax_cents === null ? null : (
        <span className={classes.dim}>{t("totals.tax", { amount: money(section.tax_cents) })}</span>
      )}
    </div>
  );
}

function Limit({ details, totals }: { details: QuoteDetails; totals: QuoteTotals }) {
  const { t } = useTranslation("quotes");
  const { discount_bp } = totals;
  const { approved_bp, approved_by } = details.version;
  if (discount_bp === 0) return null;
  if (discount_bp <= details.limit_bp)
    return <span>{t("limit.within", { limit: percent(details.limit_bp) })}</span>;
  if (approved_bp !== null && discount_bp <= approved_bp)
    return <span>{t("limit.approved", { limit: percent(approved_bp), by: approved_by ?? "" })}</span>;
  const figures = { discount: percent(discount_bp), limit: percent(details.limit_bp) };
  return <span className={classes.beyond}>{t("limit.beyond", figures)}</span>;
}

function Hint({ keys, words }: { keys: string; words: string }) {
  return (
    <span className={classes.hint}>
      <Kbd>{keysText(keys)}</Kbd> {words}
    </span>
  );
}
