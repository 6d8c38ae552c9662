// A sensitive value as people read it.
import { useTranslation } from "react-i18next";
import type { SensitiveField } from "@/bindings";
import { date, taxDocument } from "@/shared/format";

export function useSensitiveText(): (field: SensitiveField, value: string, name: string) => string {
  const { t } = useTranslation("holder_changes");
  return (field, value, name) => {
    if (value === "") return t("nothing");
    switch (field) {
      case "kind":
        return t(`kinds.${value}`);
      case "document":
        return taxDocument(value);
      case "birth_date":
        return date(value);
      case "responsible_id":
        return name;
      default:
        return value;
    }
  };
}
