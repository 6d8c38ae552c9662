// What can be done with a version as it stands. One primary action; the rest in a menu.
import { Button, Drawer, Menu, Textarea } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { QuoteDetails, QuoteStatus, QuoteVersion } from "@/bindings";
import { useCommand } from "@/ipc";
import {
  errorToast,
  Form,
  PrimaryAction,
  type RecordAbout,
  toast,
  useCommandForm,
  useErrorText,
  useGo,
  useSession,
} from "@/shared";
import { date, money } from "@/shared/format";
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
        {reason === null ? null : <Reason version={version} kind={reason} onDone={() => setReason(null)} />}
      </Drawer>
    </>
  );
}

interface ReasonProps {
  version: QuoteVersion;
  kind: "refuse" | "deny";
  onDone: () => void;
}

function Reason({ version: seen, kind, onDone }: ReasonProps) {
  const { t } = useTranslation("quotes");
  const onSuccess = () => {
    toast(t(kind === "deny" ? "done.denied" : "done.refused"));
    onDone();
  };
  const initialValues = { reason: "" };
  const about: RecordAbout<QuoteVersion> = {
    seen,
    read: (current: { version: QuoteVersion }) => current.version,
    fields: [
      { name: "status", label: t("columns.status"), text: (status: QuoteStatus) => t(`status.${status}`) },
      { name: "valid_until", label: t("fields.valid_until"), text: date },
      { name: "one_off_cents", label: t("columns.one_off"), text: money },
      { name: "monthly_cents", label: t("columns.monthly"), text: money },
    ],
  };
  const refuse = useCommandForm("quotes.refuse", {
    initialValues,
    about,
    toRequest: (values, version) => ({ id: seen.id, version, ...values }),
    onSuccess,
  });
  const deny = useCommandForm("quotes.approve", {
    initialValues,
    about,
    toRequest: (values, version) => ({ id: seen.id, version, ...values, approve: false }),
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
