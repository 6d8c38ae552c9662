// For whom and until when.
import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { QuoteDetails } from "@/bindings";
import { DateField, RouterLink } from "@/shared";
import { date } from "@/shared/format";
import { HistoryLink } from "@/shared/HistoryLink";
import classes from "./Quotes.module.css";
import type { Editor } from "./useEditor";

export interface EditorHeadProps {
  details: QuoteDetails;
  editor: Editor;
  editable: boolean;
}

export function EditorHead({ details, editor, editable }: EditorHeadProps) {
  const { t } = useTranslation("quotes");
  const { content } = editor;
  return (
    <div className={classes.head}>
      <div className={classes.customer}>
        <span className={classes.label}>{t("fields.customer")}</span>
        <RouterLink to={`/customers/${details.customer.id}` as string} className={classes.link}>
          {details.customer.name}
        </RouterLink>
        <HistoryLink entity="quote_version" id={details.version.id} className={classes.link} />
      </div>
      {editable ? (
        <>
          <TextInput
            label={t("fields.contact_name")}
            data-cell="contact_name"
            value={content.contact_name}
            onChange={(event) => editor.set("contact_name", event.currentTarget.value)}
          />
          <DateField
            key={editor.revision}
            label={t("fields.valid_until")}
            data-cell="valid_until"
            value={content.valid_until}
            onChange={(iso) => iso !== null && editor.set("valid_until", iso)}
          />
        </>
      ) : (
        <>
          <Fixed label={t("fields.contact_name")} value={content.contact_name} />
          <Fixed label={t("fields.valid_until")} value={date(content.valid_until)} />
        </>
      )}
    </div>
  );
}

/** What was sent stands as it was: no field that looks as if it could be changed. */
function Fixed({ label, value }: { label: string; value: string }) {
  return (
    <div className={classes.customer}>
      <span className={classes.label}>{label}</span>
      <span className={classes.fixed}>{value || "–"}</span>
    </div>
  );
}
