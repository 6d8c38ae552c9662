import { Button, Select, Textarea, TextInput } from "@mantine/core";
import { type KeyboardEvent, type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ContactChannel, ContactReason } from "@/bindings";
import { useCommand } from "@/ipc";
import { useErrorText } from "@/shared/errors";
import { FilterChips } from "@/shared/FilterChips";
import { FormErrors } from "@/shared/form";
import { Kbd, keysText } from "@/shared/Kbd";
import { toast } from "@/shared/toast";
import { useDraft } from "@/shared/useDraft";
import classes from "./Composer.module.css";
import { asksForLink } from "./timeline";

interface ContactDraft {
  text: string;
  channel: ContactChannel;
  reason: ContactReason | null;
  answered: boolean;
  link: string;
}

const CHANNELS: ContactChannel[] = ["phone", "whatsapp", "email", "visit", "chat", "bitrix"];
const REASONS: ContactReason[] = [
  "sale",
  "product_offer",
  "support",
  "error_follow_up",
  "collection",
  "onboarding",
  "other",
];
const blank: ContactDraft = { text: "", channel: "phone", reason: null, answered: true, link: "" };

export interface ComposerProps {
  customerId: string;
  field: RefObject<HTMLTextAreaElement | null>;
}

/** Records a contact, also one nobody answered (CUS-1). What is typed is kept until it is saved. */
export function Composer({ customerId, field }: ComposerProps) {
  const { t } = useTranslation("customers");
  const draft = useDraft<ContactDraft>(`activity.${customerId}`, blank);
  const log = useCommand("customers.log_contact");
  const words = useErrorText();
  const [noReason, setNoReason] = useState(false);
  const { text, channel, reason, answered, link } = draft.value;
  const set = (part: Partial<ContactDraft>) => draft.set({ ...draft.value, ...part });
  const issue = (name: string) => {
    const found = log.error?.issues.find((known) => known.field === name);
    return found ? words.issue(found, "customers.log_contact") : undefined;
  };
  const needsLink = asksForLink(channel);
  const save = () => {
    if (log.isPending) return;
    setNoReason(reason === null);
    if (reason === null) return;
    const request = { customer_id: customerId, text, channel, reason, answered, link: needsLink ? link : "" };
    log.mutate(request, {
      onSuccess: () => {
        draft.clear();
        toast(t("composer.saved"));
        field.current?.focus();
      },
      onError: () => field.current?.focus(),
    });
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl+Enter saves from any of the fields inside
    <div className={classes.sticky} onKeyDown={keys}>
      <div className={classes.composer}>
        {log.error && log.error.issues.length === 0 ? <FormErrors text={words.text(log.error)} /> : null}
        <Textarea
          ref={field}
          variant="unstyled"
          classNames={{ input: classes.text }}
          aria-label={t("composer.text")}
          placeholder={t("composer.hint")}
          maxRows={8}
          value={text}
          error={issue("text")}
          onChange={(event) => set({ text: event.currentTarget.value })}
        />
        {needsLink ? (
          <TextInput
            size="xs"
            aria-label={t("composer.link")}
            placeholder={t("composer.link_hint")}
            inputMode="url"
            value={link}
            error={issue("link")}
            onChange={(event) => set({ link: event.currentTarget.value })}
          />
        ) : null}
        <div className={classes.row}>
          <FilterChips
            label={t("composer.channel")}
            required
            value={channel}
            onChange={(next) => set({ channel: next ?? "phone" })}
            options={CHANNELS.map((value) => ({ value, label: t(`channels.${value}`) }))}
          />
          <FilterChips
            label={t("composer.answer")}
            value={answered ? null : "unanswered"}
            onChange={(next) => set({ answered: next === null })}
            options={[{ value: "unanswered", label: t("composer.unanswered") }]}
          />
        </div>
        <div className={classes.row}>
          <Select
            size="xs"
            className={classes.reason}
            aria-label={t("composer.reason")}
            placeholder={t("composer.reason")}
            data={REASONS.map((value) => ({ value, label: t(`reasons_of_contact.${value}`) }))}
            value={reason}
            error={noReason && reason === null ? t("composer.reason_missing") : issue("reason")}
            onChange={(next) => set({ reason: next as ContactReason | null })}
          />
          <Button
            className={classes.save}
            variant="filled"
            loading={log.isPending}
            onClick={save}
            rightSection={<Kbd onAccent>{keysText("mod+enter")}</Kbd>}
          >
            {t("composer.save")}
          </Button>
        </div>
      </div>
    </div>
  );
}
