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

/** A run of characters that another text has too, or has not. */
export interface Part {
  text: string;
  differs: boolean;
}

/** A text character by character against another: what both have in their order is equal, so that two slips do not
 * mark everything between them. Texts with less than half in common differ as a whole. */
export function difference(text: string, other: string): Part[] {
  const [one, two] = [[...text], [...other]];
  const equal = inCommon(one, two);
  const few = equal.filter(Boolean).length * 2 < Math.max(one.length, two.length);
  const parts: Part[] = [];
  one.forEach((character, at) => {
    const differs = few || !equal[at];
    const last = parts[parts.length - 1];
    if (last?.differs === differs) last.text += character;
    else parts.push({ text: character, differs });
  });
  return parts;
}

/** Which characters of the one belong to the longest run of characters that stand in both in the same order. */
function inCommon(one: string[], two: string[]): boolean[] {
  // How many the rests behind two places have in common.
  const rests = Array.from({ length: one.length + 1 }, () => new Array<number>(two.length + 1).fill(0));
  const rest = (at: number, place: number) => rests[at]?.[place] ?? 0;
  for (let at = one.length - 1; at >= 0; at -= 1) {
    const row = rests[at] ?? [];
    for (let place = two.length - 1; place >= 0; place -= 1) {
      row[place] =
        one[at] === two[place]
          ? rest(at + 1, place + 1) + 1
          : Math.max(rest(at + 1, place), rest(at, place + 1));
    }
  }
  const equal = one.map(() => false);
  let [at, place] = [0, 0];
  while (at < one.length && place < two.length) {
    if (one[at] === two[place]) {
      equal[at] = true;
      at += 1;
      place += 1;
    } else if (rest(at + 1, place) >= rest(at, place + 1)) at += 1;
    else place += 1;
  }
  return equal;
}
