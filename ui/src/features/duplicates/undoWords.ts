// A stored value of a ficha's field in words, whatever its shape.
import { date, phone } from "@/shared/format";

type Words = (key: string) => string;
const CODES = ["person", "company", "retail", "corporate", "active", "inactive"];

export function plain(t: Words, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") {
    if (CODES.includes(value)) return t(`duplicates:values.${value}`);
    if (/^\d{4}-\d\d-\d\d$/.test(value)) return date(value);
    if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value)) return t("duplicates:values.somebody");
    return value.startsWith("+") ? phone(value) : value;
  }
  if (Array.isArray(value)) {
    const parts = value.map((part) => plain(t, part)).filter(Boolean);
    return parts.join("; ");
  }
  if (typeof value === "object") {
    const { kind: _, ...said } = value as Record<string, unknown>;
    return Object.values(said)
      .map((part) => plain(t, part))
      .filter(Boolean)
      .join(", ");
  }
  return String(value);
}
