// What every new quote begins with.
import { Checkbox, Drawer, NumberInput, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { QuoteSettings } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { Form, StateView, toast, useCommandForm } from "@/shared";

export interface SettingsDrawerProps {
  opened: boolean;
  onClose: () => void;
}

export function SettingsDrawer({ opened, onClose }: SettingsDrawerProps) {
  const { t } = useTranslation("quotes");
  const query = useCommandQuery("quotes.settings", {}, { enabled: opened });
  return (
    <Drawer opened={opened} onClose={onClose} title={t("settings.title")} keepMounted={false}>
      {query.data ? (
        <Fields settings={query.data} onDone={onClose} />
      ) : query.error ? (
        <StateView kind="error" error={query.error} onRetry={query.refetch} />
      ) : (
        <StateView kind="loading" />
      )}
    </Drawer>
  );
}

function Fields({ settings, onDone }: { settings: QuoteSettings; onDone: () => void }) {
  const { t } = useTranslation("quotes");
  const form = useCommandForm("quotes.save_settings", {
    initialValues: settings,
    follow: true,
    merge: {
      fields: [
        { name: "validity_days", label: t("settings.validity_days") },
        { name: "introduction", label: t("fields.introduction") },
        { name: "terms", label: t("fields.terms") },
        { name: "accept_expired", label: t("settings.accept_expired") },
      ],
    },
    onSuccess: () => {
      toast(t("settings.saved"));
      onDone();
    },
  });
  return (
    <Form form={form} onCancel={onDone}>
      <NumberInput
        data-autofocus
        label={t("settings.validity_days")}
        min={1}
        max={365}
        allowDecimal={false}
        {...form.field("validity_days")}
      />
      <Textarea
        label={t("fields.introduction")}
        description={t("settings.introduction_hint")}
        {...form.field("introduction")}
      />
      <Textarea
        label={t("fields.terms")}
        description={t("fields.terms_hint")}
        minRows={4}
        {...form.field("terms")}
      />
      <Checkbox
        label={t("settings.accept_expired")}
        checked={form.values.accept_expired}
        onChange={(event) => form.set("accept_expired", event.currentTarget.checked)}
      />
    </Form>
  );
}
