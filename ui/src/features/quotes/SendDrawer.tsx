// A last look before sending: to whom, with which words and which attachment, and what follows.
import { Alert, Drawer, Select, Textarea, TextInput } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { SendSheet } from "@/bindings";
import { type CommandError, useCommandQuery } from "@/ipc";
import { Form, StateView, toast, useCommandForm, useErrorText } from "@/shared";
import { date } from "@/shared/format";
import classes from "./Quotes.module.css";

export interface SendDrawerProps {
  id: string;
  /** The saved state to send; null keeps the drawer closed. */
  version: number | null;
  onClose: () => void;
  /** The version changed, for the editor to go on with. */
  onChanged: (version: number) => void;
  /** Somebody changed the quote: it is looked at again before it goes out. */
  onConflict: (error: CommandError) => void;
}

interface Words {
  address: string;
  subject: string;
  message: string;
}

export function SendDrawer({ id, version, onClose, onChanged, onConflict }: SendDrawerProps) {
  const { t } = useTranslation("quotes");
  const query = useCommandQuery("quotes.send_sheet", { id }, { enabled: version !== null, staleTime: 0 });
  // What was typed is there again when sending is taken up after a conflict.
  const kept = useRef<Words | null>(null);
  return (
    <Drawer opened={version !== null} onClose={onClose} title={t("send.title")} keepMounted={false}>
      {query.data && version !== null && !query.isFetching ? (
        <Sheet
          id={id}
          version={version}
          sheet={query.data}
          start={kept.current}
          onClose={onClose}
          onChanged={onChanged}
          onConflict={(error, words) => {
            kept.current = words;
            onClose();
            onConflict(error);
          }}
        />
      ) : query.error ? (
        <StateView kind="error" error={query.error} onRetry={query.refetch} />
      ) : (
        <StateView kind="loading" />
      )}
    </Drawer>
  );
}

interface SheetProps {
  id: string;
  version: number;
  sheet: SendSheet;
  onClose: () => void;
  onChanged: (version: number) => void;
  start: Words | null;
  onConflict: (error: CommandError, words: Words) => void;
}

function Sheet({ id, version, sheet, start, onClose, onChanged, onConflict }: SheetProps) {
  const { t } = useTranslation("quotes");
  const words = useErrorText();
  const form = useCommandForm("quotes.send", {
    initialValues: start ?? {
      address: sheet.addresses[0] ?? "",
      subject: sheet.subject,
      message: sheet.message,
    },
    toRequest: (values) => ({ id, version, ...values }),
    onSuccess: (decision, values) => {
      onChanged(decision.version);
      const waits = decision.status === "awaiting_approval";
      toast(waits ? t("done.asked") : t("done.sent", { address: values.address }));
      onClose();
    },
  });
  const conflict = form.error?.code === "conflict" ? form.error : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per refusal
  useEffect(() => {
    if (conflict) onConflict(conflict, form.values);
  }, [conflict]);
  if (sheet.issues.length > 0) {
    return (
      <Alert color="red" variant="light" role="alert" title={t("send.not_yet")}>
        <ul className={classes.issues}>
          {sheet.issues.map((issue) => (
            <li key={`${issue.field}.${issue.code}`}>
              {sentence(issue.field, words.issue(issue, "quotes.send"))}
            </li>
          ))}
        </ul>
      </Alert>
    );
  }
  function sentence(field: string, text: string): string {
    const [, line] = /^lines\.(\d+)\./.exec(field) ?? [];
    return line === undefined ? text : t("send.line", { number: Number(line) + 1, text });
  }
  return (
    <Form form={form} submitLabel={sheet.needs_approval ? t("send.ask") : t("send.open")} onCancel={onClose}>
      {sheet.needs_approval ? (
        <Alert color="yellow" variant="light" title={t("send.needs_approval")}>
          {t("send.needs_approval_text")}
        </Alert>
      ) : null}
      <Select label={t("send.to")} data={sheet.addresses} {...form.field("address")} />
      <TextInput label={t("send.subject")} {...form.field("subject")} />
      <Textarea autoFocus label={t("send.message")} minRows={7} {...form.field("message")} />
      <div className={classes.attachment}>
        <IconPaperclip size={16} stroke={1.5} aria-hidden />
        <span>{sheet.file_name}</span>
      </div>
      {sheet.follow_up_on && !sheet.needs_approval ? (
        <span className={classes.dim}>{t("send.follow_up", { date: date(sheet.follow_up_on) })}</span>
      ) : null}
    </Form>
  );
}
