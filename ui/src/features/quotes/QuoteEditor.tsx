// The editor of one version, with its real PDF beside it. Everything works without a mouse: Tab goes on,
// Enter makes a line, Alt with arrows moves it, Ctrl+Z takes back, Ctrl+Enter sends.
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { QuoteDetails } from "@/bindings";
import { AlertsNote } from "@/features/customers";
import { Presence } from "@/features/presence";
import { Page, PageHeader, SplitView, StateView, Tag, useErrorText, useShortcuts } from "@/shared";
import { PdfPreview } from "@/shared/PdfPreview";
import { ConflictNotice } from "./ConflictNotice";
import { EditorFields } from "./EditorFields";
import { EditorFoot } from "./EditorFoot";
import { EditorHead } from "./EditorHead";
import { LinesTable } from "./LinesTable";
import { QuoteActions } from "./QuoteActions";
import classes from "./Quotes.module.css";
import { SendDrawer } from "./SendDrawer";
import { statusKind } from "./states";
import { useAutosave } from "./useAutosave";
import { useEditor, withoutKeys } from "./useEditor";
import { usePreview } from "./usePreview";

export interface QuoteEditorProps {
  details: QuoteDetails;
  editable: boolean;
}

export function QuoteEditor({ details, editable }: QuoteEditorProps) {
  const { t } = useTranslation("quotes");
  const words = useErrorText();
  const { version } = details;
  const editor = useEditor(details.content);
  const plain = withoutKeys(editor.content);
  const saving = useAutosave(version.id, plain, version.version, editable);
  const preview = usePreview(version.id, editor.content, details.totals, version.pdf_sha256 !== null);
  const [sending, setSending] = useState<number | null>(null);
  const frame = useRef<HTMLDivElement>(null);

  const send = async () => {
    const saved = await saving.flush();
    if (saved !== null) setSending(saved);
  };
  useShortcuts(t("quote"), [
    { keys: "mod+enter", label: t("send.open"), run: () => void send(), enabled: editable },
  ]);

  const keys = (event: KeyboardEvent) => {
    const key = event.key.toLowerCase();
    if (!editable || event.altKey || !(event.ctrlKey || event.metaKey) || (key !== "z" && key !== "y"))
      return;
    event.preventDefault();
    const place = (document.activeElement as HTMLElement | null)?.dataset.cell;
    if (key === "z" && !event.shiftKey) editor.undo();
    else editor.redo();
    if (place === undefined) return;
    requestAnimationFrame(() =>
      frame.current?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(place)}"]`)?.focus(),
    );
  };

  const wrong = preview.error ?? (saving.state === "failed" ? saving.error : null);
  return (
    <Page
      flush
      header={
        <PageHeader
          title={t("title", { number: details.number })}
          hint={
            <span className={classes.state}>
              <Tag kind={statusKind[version.status]}>
                {t("state", { status: t(`status.${version.status}`), number: version.version_number })}
              </Tag>
              {editable ? (
                <span className={classes.dim} role="status">
                  {t(`saving.${saving.state}`)}
                </span>
              ) : null}
              <Presence kind="quote" id={version.id} editing={editable} />
            </span>
          }
          primary={<QuoteActions details={details} editable={editable} saving={saving} onSend={send} />}
        />
      }
    >
      <SplitView
        id="quote.editor"
        initial={764}
        min={520}
        list={
          // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the fields inside
          <div ref={frame} className={classes.editor} onKeyDown={keys}>
            {saving.state === "conflict" && saving.error ? (
              <ConflictNotice error={saving.error} mine={plain} editor={editor} saving={saving} />
            ) : null}
            {wrong ? (
              <div role="alert" className={classes.wrong}>
                {wrong.issues.length > 0
                  ? wrong.issues.map((issue) => (
                      <div key={`${issue.field}.${issue.code}`}>
                        {words.issue(issue, "quotes.save_draft")}
                      </div>
                    ))
                  : words.text(wrong)}
              </div>
            ) : null}
            <AlertsNote customerId={details.customer.id} className={classes.alerts} />
            <EditorHead details={details} editor={editor} editable={editable} />
            <LinesTable
              key={editor.revision}
              editor={editor}
              editable={editable}
              customer={details.customer}
              sums={preview.lines}
              totals={preview.totals}
            />
            <EditorFoot details={details} totals={preview.totals} editable={editable} />
            {editable ? <EditorFields editor={editor} /> : null}
          </div>
        }
        detail={
          <div className={classes.preview}>
            {preview.error && preview.bytes === null ? (
              <StateView kind="error" error={preview.error} />
            ) : (
              <PdfPreview bytes={preview.bytes} label={t("preview")} />
            )}
          </div>
        }
      />
      <SendDrawer
        id={version.id}
        version={sending}
        onClose={() => setSending(null)}
        onChanged={(next) => saving.settle(plain, next)}
        onConflict={saving.collide}
      />
    </Page>
  );
}
