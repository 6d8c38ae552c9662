// Each field with what was typed and what the checks found. While a sale is being returned, the
// evidence gives way to one line per field for the reason.
import { TextInput } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { CheckOutcome, RegistrationContent, RegistrationDetail, SaleCheck } from "@/bindings";
import { cep, date, phone, taxDocument } from "@/shared/format";
import { RouterLink } from "@/shared/nav";
import classes from "./Review.module.css";
import type { ReturnReasons } from "./useReturnReasons";
import { streetLine, suggested, useCheckText } from "./words";

interface EvidenceProps {
  detail: RegistrationDetail;
  returning: boolean;
  reasons: ReturnReasons;
  /** Begins a return with the better value as its reason. */
  onSuggest: (field: string, text: string) => void;
}

interface Line {
  field: string;
  label: string;
  value: string;
  checks: SaleCheck[];
}

const weight: Record<CheckOutcome, number> = { fail: 0, warning: 1, pass: 2 };

/** What is wrong first; what is right only where nothing is wrong. */
function telling(checks: SaleCheck[]): SaleCheck[] {
  const wrong = checks.filter((check) => check.outcome !== "pass");
  return wrong.length === 0
    ? checks.slice(0, 1)
    : wrong.sort((a, b) => weight[a.outcome] - weight[b.outcome]);
}

function useLines(detail: RegistrationDetail): Line[] {
  const { t } = useTranslation("registrations");
  const { content } = detail.registration;
  const person = content.kind === "person";
  const rows: [string, string, string][] = [
    ["name", t(person ? "fields.name" : "fields.legal_name"), content.name],
    ["document", t(person ? "fields.cpf" : "fields.cnpj"), taxDocument(content.document)],
    ...(person
      ? ([
          ["mother_name", t("fields.mother_name"), content.mother_name],
          ["birth_date", t("fields.birth_date"), date(content.birth_date)],
        ] as [string, string, string][])
      : []),
    ["phone_1", t("fields.phone_1"), phone(content.phone_1)],
    ["phone_2", t("fields.phone_2"), phone(content.phone_2)],
    ["email", t("fields.email"), content.email],
    ["street", t("fields.address"), streetLine(content)],
    ["cep", t("fields.cep_city"), `${cep(content.cep)} · ${content.city}/${content.uf}`],
    ["plan_id", t("fields.carrier_plan"), [content.carrier, detail.plan?.name].filter(Boolean).join(" · ")],
    ["debts", t("fields.debts"), t(`evidence.debts_value_${owes(detail)}`)],
  ];
  // What the carrier's form does not ask for, and nobody filled in, is nothing to look at.
  const idle = (field: string) =>
    detail.form.some((known) => known.field === field && known.need === "hidden") &&
    !content[field as keyof RegistrationContent];
  return rows
    .filter(([field]) => !idle(field))
    .map(([field, label, value]) => ({
      field,
      label,
      value,
      checks: telling(detail.checks.filter((check) => check.field === field)),
    }));
}

function owes(detail: RegistrationDetail): "some" | "none" {
  return detail.checks.some((check) => check.field === "debts" && check.outcome !== "pass") ? "some" : "none";
}

export function Evidence({ detail, returning, reasons, onSuggest }: EvidenceProps) {
  const { t } = useTranslation("registrations");
  const lines = useLines(detail);
  const text = useCheckText();
  const frame = useRef<HTMLDListElement>(null);
  // Writing begins at the field the checks object to, or at the first.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when returning begins
  useEffect(() => {
    if (!returning) return;
    const field = lines.find((line) => line.checks.some((check) => check.outcome === "fail"))?.field;
    const input = frame.current?.querySelector<HTMLInputElement>(field ? `input[name="${field}"]` : "input");
    input?.focus();
  }, [returning]);
  const note = detail.registration.content.note;
  return (
    <dl ref={frame} className={classes.fields} onKeyDown={returning ? walk : undefined}>
      {lines.map((line) => (
        <div
          key={line.field}
          className={classes.field}
          data-marked={Boolean(reasons.texts[line.field]) || undefined}
        >
          <dt>{line.label}</dt>
          <dd className={classes.value}>{line.value}</dd>
          <dd className={classes.evidence}>
            {returning && line.field !== "debts" ? (
              <TextInput
                name={line.field}
                size="xs"
                aria-label={t("return.reason_for", { field: line.label })}
                className={classes.reason}
                data-right={!line.checks.some((check) => check.outcome !== "pass") || undefined}
                placeholder={objection(line.checks, text) ?? t("return.placeholder")}
                value={reasons.texts[line.field] ?? ""}
                onChange={(event) => reasons.set(line.field, event.currentTarget.value)}
              />
            ) : (
              line.checks.map((check) => (
                <Found key={check.code} check={check} onSuggest={(text) => onSuggest(line.field, text)} />
              ))
            )}
          </dd>
        </div>
      ))}
      {note ? (
        <div className={classes.field}>
          <dt>{t("fields.note")}</dt>
          <dd className={classes.note}>{note}</dd>
        </div>
      ) : null}
    </dl>
  );
}

/** What the checks object to, as a start for the reason. */
function objection(checks: SaleCheck[], text: (check: SaleCheck) => string): string | undefined {
  const wrong = checks.find((check) => check.outcome !== "pass");
  return wrong === undefined ? undefined : text(wrong);
}

/** Arrows go from reason to reason. */
function walk(event: React.KeyboardEvent<HTMLDListElement>): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  const inputs = [...event.currentTarget.querySelectorAll("input")];
  const at = inputs.indexOf(document.activeElement as HTMLInputElement);
  event.preventDefault();
  inputs[Math.max(0, Math.min(inputs.length - 1, at + step))]?.focus();
}

/** One finding: a mark, the words, and a better value or the ficha it speaks of. */
function Found({ check, onSuggest }: { check: SaleCheck; onSuggest: (reason: string) => void }) {
  const { t } = useTranslation("registrations");
  const text = useCheckText();
  const better = suggested(check);
  const customer = check.params.customer_id;
  return (
    <span className={classes.found}>
      <span className={classes.dot} data-outcome={check.outcome} aria-hidden />
      <span className="rg-hidden">{t(`outcomes.${check.outcome}`)}</span>
      {customer ? (
        <RouterLink to={`/customers/${customer}`}>{text(check)}</RouterLink>
      ) : (
        <span>{text(check)}</span>
      )}
      {better ? (
        <button
          type="button"
          className={classes.suggestion}
          onClick={() => onSuggest(t("return.suggestion", { value: better }))}
        >
          {check.field === "email" ? better.split("@")[1] : better}
        </button>
      ) : null}
    </span>
  );
}
