// Somebody saved the same draft first (SYS-2). What was typed stays; the person decides.
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { QuoteContent, QuoteVersion } from "@/bindings";
import type { CommandError } from "@/ipc";
import { useErrorText } from "@/shared";
import classes from "./Quotes.module.css";
import type { Autosave } from "./useAutosave";
import type { Editor } from "./useEditor";

export interface ConflictNoticeProps {
  error: CommandError;
  editor: Editor;
  saving: Autosave;
}

export function ConflictNotice({ error, editor, saving }: ConflictNoticeProps) {
  const { t } = useTranslation("quotes");
  const words = useErrorText();
  const theirs = error.params.current as { version: QuoteVersion; content: QuoteContent };
  const take = () => {
    editor.replace(theirs.content);
    saving.settle(theirs.content, theirs.version.version);
  };
  return (
    <div role="alert" className={classes.wrong}>
      <div>{words.text(error)}</div>
      <div className={classes.choices}>
        <Button size="xs" onClick={() => saving.overwrite(theirs.version.version)}>
          {t("conflict.mine")}
        </Button>
        <Button size="xs" onClick={take}>
          {t("conflict.theirs", { by: String(error.params.by ?? "") })}
        </Button>
        <span className={classes.dim}>{t("conflict.undo")}</span>
      </div>
    </div>
  );
}
