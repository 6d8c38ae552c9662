// Words before the items, conditions, and the taxes to show.
import { Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { PercentInput } from "@/shared";
import classes from "./Quotes.module.css";
import type { Editor } from "./useEditor";

export function EditorFields({ editor }: { editor: Editor }) {
  const { t } = useTranslation("quotes");
  const { content } = editor;
  return (
    <div className={classes.fields}>
      <Textarea
        label={t("fields.introduction")}
        data-cell="introduction"
        value={content.introduction}
        onChange={(event) => editor.set("introduction", event.currentTarget.value)}
      />
      <Textarea
        label={t("fields.terms")}
        description={t("fields.terms_hint")}
        data-cell="terms"
        value={content.terms}
        onChange={(event) => editor.set("terms", event.currentTarget.value)}
      />
      <PercentInput
        key={editor.revision}
        className={classes.tax}
        label={t("fields.tax")}
        description={t("fields.tax_hint")}
        data-cell="tax"
        value={content.tax_bp}
        onChange={(units) => editor.set("tax_bp", units)}
      />
    </div>
  );
}
