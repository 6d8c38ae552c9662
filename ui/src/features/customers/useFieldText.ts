// A customer's fields as people read them, for the choice between two versions.
import { useTranslation } from "react-i18next";
import type { CustomerInput } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { addressText, contactText, date, taxDocument } from "@/shared/format";

export type InputField = keyof CustomerInput;

/** The fields in the order of the form. */
export const FIELDS: InputField[] = [
  "kind",
  "name",
  "trade_name",
  "document",
  "birth_date",
  "mother_name",
  "contact_name",
  "segment",
  "responsible_id",
  "contact_points",
  "addresses",
];

/** A field's value as people read it. */
export function useFieldText(): (field: InputField, input: CustomerInput) => string {
  const { t } = useTranslation("customers");
  const colleagues = useCommandQuery("access.colleagues", {}).data ?? [];
  return (field, input) => {
    const none = t("fields.empty");
    switch (field) {
      case "kind":
        return t(`kinds.${input.kind}`);
      case "segment":
        return t(`segments.${input.segment}`);
      case "document":
        return taxDocument(input.document) || none;
      case "birth_date":
        return date(input.birth_date) || none;
      case "responsible_id":
        return colleagues.find((person) => person.id === input.responsible_id)?.name ?? t("fields.nobody");
      case "contact_points":
        return input.contact_points.map(contactText).join("\n") || none;
      case "addresses":
        return input.addresses.map(addressText).join("\n") || none;
      default:
        return String(input[field] ?? "") || none;
    }
  };
}
