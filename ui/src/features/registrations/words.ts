// How the feature's codes and values are written: durations, fields, evidence.
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { RegistrationContent, SaleCheck } from "@/bindings";
import { cep, count, date, money, phone, taxDocument } from "@/shared/format";

/** Minutes as `9 min` or `1 h 12`. */
export function duration(minutes: number): string {
  const whole = Math.abs(minutes);
  const hours = Math.floor(whole / 60);
  const rest = whole % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, "0")}`;
}

type Translate = (key: string | string[], params?: Record<string, unknown>) => string;

/** A suggestion as people write it: a phone, a document or an address of mail. */
export function suggested(check: SaleCheck): string | null {
  const value = check.params.suggestion;
  if (value === undefined) return null;
  if (check.field === "document") return taxDocument(value);
  return check.field.startsWith("phone") ? phone(value) : value;
}

/** `text(check)` is the evidence in words, without the suggestion. */
export function useCheckText(): (check: SaleCheck) => string {
  const { t } = useTranslation("registrations");
  return useCallback(
    (check: SaleCheck) => {
      const translate = t as unknown as Translate;
      const params = check.params;
      return translate([`checks.${check.code}`, `shared:issues.${check.code}`, "checks.unknown"], {
        ...params,
        // `count` chooses the plural and must be a number.
        count: Number(params.count ?? 0),
        total: params.total_cents === undefined ? "" : money(Number(params.total_cents)),
        oldest: date(params.oldest_due_on),
        code: params.code === undefined ? check.code : count(Number(params.code)),
        on: date(params.on),
        cep: cep(params.cep),
      });
    },
    [t],
  );
}

/** `value(field, raw)` writes one field of a submission, as the history shows it. */
export function useFieldValue(): (field: string, raw: string, plans?: ReadonlyMap<string, string>) => string {
  const { t } = useTranslation("registrations");
  return useCallback(
    (field, raw, plans) => {
      if (raw === "") return t("history.nothing");
      switch (field) {
        case "document":
          return taxDocument(raw);
        case "phone_1":
        case "phone_2":
          return phone(raw);
        case "cep":
          return cep(raw);
        case "birth_date":
          return date(raw);
        case "plan_id":
          return plans?.get(raw) ?? raw;
        case "kind":
          return t(`kinds.${raw}`);
        case "segment":
          return t(`segments.${raw}`);
        case "installation_period":
          return t(`periods.${raw}`);
        default:
          return raw;
      }
    },
    [t],
  );
}

/** Street, number and complement in one line. */
export function streetLine(content: RegistrationContent): string {
  const place = [content.street, content.address_number, content.complement].filter(Boolean).join(", ");
  return [place, content.district].filter(Boolean).join(" · ");
}

/** A first name, for lists where space is scarce. */
export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? "";
}
