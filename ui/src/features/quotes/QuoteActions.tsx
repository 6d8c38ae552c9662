// What can be done with a version as it stands. One primary action; the rest in a menu.
import { Button, Drawer, Menu, Textarea } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { QuoteDetails } from "@/bindings";
import { useCommand } from "@/ipc";
import {
  errorToast,
  Form,
  PrimaryAction,
  toast,
  useCommandForm,
  useErrorText,
  useGo,
  useSession,
} from "@/shared";
import type { Autosave } from "./useAutosave";

export interface QuoteActionsProps {
  details: QuoteDetails;
  editable: boolean;
  saving: Autosave;
  onSend: () => void;
}

export function QuoteActions({ details, editable, saving, onSend }: QuoteActionsProps) {
  const { t } = useTranslation("quotes");
  const go = useGo();
  const words = useErrorText();
  const { can } = useSession();
  const { version, versions } = details;
  const [reason, setReason] = useState<"refuse" | "deny" | null>(null);
  const accept = useCommand("quotes.accept");
  const viewed = useCommand("quotes.mark_viewed");
  const approve = useCommand("quotes.approve");
  const copy = useCommand("quotes.new_version");
  const mayWrite = can("quotes.write");
  const change = { id: version.id, version: version.version };
  const onError = (error: unknown) => errorToast(words.text(error));
  const { status } = version;
  const open = status === "sent" || status === "viewed";
  const acceptable = open || (status === "expired" && details.accept_expired);
  const mayApprove = status === "awaiting_approval" && details.totals.discount_bp <= details.limit_bp;

  const newVersion = async () => {
    if (editable && (await saving.flush()) === null) return;
    copy.mutate({ id: version.id }, { onSuccess: (made) => go(`/quotes/${made.version.id}`), onError });
  };
  const take = () => accept.mutate(change, { onSuccess: () => toast(t("done.accepted")), onError });
  const allow = () =>
    approve.mutate(
      { ...change, approve: true, reason: "" },
      { onSuccess: () => toast(t("done.approved")), onError },
    );

  return (
    <>
      {versions.length > 1 ? (
        <Button onClick={() => go(`/quotes/${version.id}/compare`)}>{t("compare.open")}</Button>
      ) : null}
      <Menu>
        <Menu.Target>
          <Button rightSection={<IconChevronDown size={14} />}>{t("actions.more")}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {mayWrite ? (
            <Menu.Item onClick={() => void newVersion()}>{t("actions.new_version")}</Menu.Item>
          ) : null}
          {mayWrite && status === "sent" ? (
            <Menu.Item onClick={() => viewed.mutate(change, { onError })}>{t("actions.viewed")}</Menu.Item>
          ) : null}
          {mayWrite && (open || status === "expired") ? (
            <Menu.Item onClick={() => setReason("refuse")}>{t("actions.refuse")}</Menu.Item>
          ) : null}
          {mayApprove ? <Menu.Item onClick={() => setReason("deny")}>{t("actions.deny")}</Menu.Item> : null}
          {versions.length > 1 ? <Menu.Label>{t("actions.versions")}</Menu.Label> : null}
          {versions.length > 1
            ? versions.map((other) => (
                <Menu.Item
                  key={other.id}
                  disabled={other.id === version.id}
                  onClick={() => go(`/quotes/${other.id}`)}
                >
                  {t("state", { status: t(`status.${other.status}`), number: other.version_number })}
                </Menu.Item>
              ))
            : null}
        </Menu.Dropdown>
      </Menu>
      {mayApprove ? (
        <PrimaryAction label={t("actions.approve")} onClick={allow} loading={approve.isPending} />
      ) : editable ? (
        <PrimaryAction label={t("send.open")} keys="Ctrl ↵" onClick={onSend} />
      ) : acceptable && mayWrite ? (
        <PrimaryAction label={t("actions.accept")} onClick={take} loading={accept.isPending} />
      ) : null}
      <Drawer
        opened={reason !== null}
        onClose={() => setReason(null)}
        title={reason === "deny" ? t("actions.deny") : t("actions.refuse")}
        keepMounted={false}
      >
        {reason === null ? null : <Reason change={change} kind={reason} onDone={() => setReason(null)} />}
      </Drawer>
    </>
  );
}

interface ReasonProps {
  change: { id: string; version: number };
  kind: "refuse" | "deny";
  onDone: () => void;
}

function Reason({ change, kind, onDone }: ReasonProps) {
  const { t } = useTranslation("quotes");
  const onSuccess = () => {
    toast(t(kind === "deny" ? "done.denied" : "done.refused"));
    onDone();
  };
  const initialValues = { reason: "" };
  const refuse = useCommandForm("quotes.refuse", {
    initialValues,
    toRequest: (values) => ({ ...change, ...values }),
    onSuccess,
  });
  const deny = useCommandForm("quotes.approve", {
    initialValues,
    toRequest: (values) => ({ ...change, ...values, approve: false }),
    onSuccess,
  });
  const form = kind === "deny" ? deny : refuse;
  return (
    <Form form={form} onCancel={onDone}>
      <Textarea
        data-autofocus
        label={t("fields.reason")}
        description={t(kind === "deny" ? "fields.deny_hint" : "fields.refuse_hint")}
        {...form.field("reason")}
      />
    </Form>
  );
}
