// What was done (AGE-4, CUS-2).
import { Checkbox, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AgendaEntry, AppointmentKind } from "@/bindings";
import { Form, toast, useCommandForm } from "@/shared";
import { date } from "@/shared/format";
import classes from "./Agenda.module.css";

export function CloseForm({ entry, onDone }: { entry: AgendaEntry; onDone: () => void }) {
  const { t } = useTranslation("agenda");
  const form = useCommandForm("agenda.close", {
    initialValues: { outcome: "", cancelled: false },
    about: {
      seen: entry as Pick<AgendaEntry, "version" | "due_on" | "service" | "kind">,
      fields: [
        { name: "due_on", label: t("columns.due_on"), text: date },
        { name: "kind", label: t("columns.kind"), text: (kind: AppointmentKind) => t(`kinds.${kind}`) },
        { name: "service", label: t("columns.service") },
      ],
    },
    toRequest: (values, version) => ({ id: entry.id, version, ...values }),
    onSuccess: () => {
      toast(t("close.done"));
      onDone();
    },
  });
  return (
    <Form form={form} submitLabel={t("actions.close")} onCancel={onDone}>
      <div>
        <strong>{entry.customer_name}</strong>
        <div className={classes.dim}>
          {date(entry.due_on)} {"·"} {entry.service}
        </div>
      </div>
      <Textarea
        data-autofocus
        label={t("close.outcome")}
        description={t("close.outcome_hint")}
        minRows={4}
        {...form.field("outcome")}
      />
      <Checkbox
        label={t("close.cancelled")}
        checked={form.values.cancelled}
        onChange={(event) => form.set("cancelled", event.currentTarget.checked)}
      />
    </Form>
  );
}
