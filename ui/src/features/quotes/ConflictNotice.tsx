// Somebody saved the same draft first (SYS-2). What was typed stays; the person chooses field by field.
import { useTranslation } from "react-i18next";
import type { QuoteContent, QuoteLine, QuoteVersion } from "@/bindings";
import type { CommandError } from "@/ipc";
import { Merge } from "@/shared";
import { date, money, percent, quantity } from "@/shared/format";
import type { Autosave } from "./useAutosave";
import type { Editor } from "./useEditor";

export interface ConflictNoticeProps {
  error: CommandError;
  mine: QuoteContent;
  editor: Editor;
  saving: Autosave;
}

type Theirs = { version: QuoteVersion; content: QuoteContent };

export function ConflictNotice({ error, mine, editor, saving }: ConflictNoticeProps) {
  const { t } = useTranslation("quotes");
  const theirs = error.params.current as Theirs;
  const share = (value: number | null) => (value === null ? "" : percent(value));
  const field = (name: Exclude<keyof QuoteContent, "lines">) => ({
    name,
    label: t(`compare.fields.${name}`),
  });
  return (
    <Merge
      error={error}
      base={saving.base()}
      mine={mine}
      theirs={(current: Theirs) => current.content}
      fields={[
        field("contact_name"),
        { ...field("valid_until"), text: (day: string) => date(day) },
        {
          name: "lines",
          label: t("lines.products"),
          text: (lines: QuoteLine[]) => lines.map(lineText).join("\n"),
        },
        { ...field("one_off_discount_bp"), text: share },
        { ...field("monthly_discount_bp"), text: share },
        field("introduction"),
        field("terms"),
        { ...field("tax_bp"), text: share },
      ]}
      onMerged={(chosen) => {
        editor.replace(chosen);
        saving.goOn(chosen, theirs.content, theirs.version.version);
      }}
    />
  );
}

/** A line as it stands in a list: what, how many, at what price. */
function lineText(line: QuoteLine): string {
  const discount = line.discount_bp === 0 ? "" : ` − ${percent(line.discount_bp)}`;
  const price = `${quantity(line.quantity_milli)} × ${money(line.unit_price_cents)}${discount}`;
  return `${line.description.split("\n")[0]} · ${price}`;
}
