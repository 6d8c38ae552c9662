// What stands in a cell of a comparison, in words.
import type { MergeField, MergeRecord, Snapshot } from "@/bindings";
import { addressText, contactText, date, taxDocument } from "@/shared/format";

/** Fields of which one ficha's value survives, in the order they are read. */
export const SINGLE = [
  "kind",
  "name",
  "trade_name",
  "document",
  "birth_date",
  "mother_name",
  "contact_name",
  "segment",
  "responsible_id",
  "status",
] as const satisfies readonly MergeField[];

export type SingleField = (typeof SINGLE)[number];

type Words = (key: string) => string;

/** A field as it is read; empty where there is nothing. */
export function shown(t: Words, ficha: Snapshot, field: SingleField, responsible: string | null): string {
  const { input } = ficha;
  switch (field) {
    case "kind":
    case "segment":
      return t(`duplicates:values.${input[field]}`);
    case "status":
      return [t(`duplicates:values.${ficha.status}`), ficha.status_reason].filter(Boolean).join(": ");
    case "document":
      return taxDocument(input.document);
    case "birth_date":
      return input.birth_date ? date(input.birth_date) : "";
    case "responsible_id":
      return input.responsible_id ? (responsible ?? t("duplicates:values.somebody")) : "";
    default:
      return input[field];
  }
}

/** Whether a ficha says nothing in a field. */
export function isBlank(ficha: Snapshot, field: SingleField): boolean {
  if (field === "status") return false;
  const value = ficha.input[field];
  return value === null || value === "";
}

/** Telephones and e-mails, one a line. */
export function contacts(ficha: Snapshot): string[] {
  return ficha.input.contact_points.map(contactText);
}

/** Addresses, one a line. */
export function addresses(ficha: Snapshot): string[] {
  return ficha.input.addresses.map(addressText);
}

/** From which ficha a field's value comes unless a person chooses: the survivor, or the first that has one. */
export function source(records: MergeRecord[], survivor: string, field: SingleField): string {
  const own = records.find((record) => record.id === survivor);
  if (!own || !isBlank(own.ficha, field)) return survivor;
  const kind = own.ficha.input.kind;
  const found = records.find(
    ({ ficha }) => !isBlank(ficha, field) && (field !== "document" || ficha.input.kind === kind),
  );
  return found?.id ?? survivor;
}

/** The part of a text that differs from another: what is equal at both ends is left out. */
export function difference(text: string, other: string): [string, string, string] {
  const [one, two] = [[...text], [...other]];
  const most = Math.min(one.length, two.length);
  let start = 0;
  while (start < most && one[start] === two[start]) start += 1;
  let end = 0;
  while (end < most - start && one[one.length - 1 - end] === two[two.length - 1 - end]) end += 1;
  const part = (from: number, to: number) => one.slice(from, to).join("");
  return [part(0, start), part(start, one.length - end), part(one.length - end, one.length)];
}
