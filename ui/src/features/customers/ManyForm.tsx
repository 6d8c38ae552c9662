import { Checkbox, Select, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ManyChange, Segment } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { Form, useCommandForm } from "@/shared/form";
import classes from "./CustomersPage.module.css";

type What = ManyChange["kind"];
const WHATS: What[] = ["responsible", "segment", "inactivate", "reactivate"];

interface Values {
  what: What;
  user_id: string | null;
  segment: Segment;
  reason: string;
  customer_replied: boolean;
}

function toChange({ what, user_id, segment, reason, customer_replied }: Values): ManyChange {
  if (what === "responsible") return { kind: what, user_id };
  if (what === "segment") return { kind: what, segment };
  if (what === "inactivate") return { kind: what, reason, customer_replied };
  return { kind: what, reason };
}

export interface ManyFormProps {
  ids: string[];
  onCancel: () => void;
  /** The change began as this job. */
  onStarted: (job: string) => void;
}

/** What is changed of the marked customers, and to what. */
export function ManyForm({ ids, onCancel, onStarted }: ManyFormProps) {
  const { t } = useTranslation("customers");
  const colleagues = useCommandQuery("access.colleagues", {}).data ?? [];
  const initialValues: Values = {
    what: "responsible",
    user_id: null,
    segment: "retail",
    reason: "",
    customer_replied: false,
  };
  const form = useCommandForm("customers.change_many", {
    initialValues,
    toRequest: (values) => ({ ids, change: toChange(values) }),
    onSuccess: ({ id }) => onStarted(id),
  });
  const { what } = form.values;
  return (
    <Form form={form} submitLabel={t("many.submit")} onCancel={onCancel}>
      <Select
        label={t("many.what")}
        data={WHATS.map((value) => ({ value, label: t(`many.whats.${value}`) }))}
        allowDeselect={false}
        data-autofocus
        {...form.field("what")}
      />
      {what === "responsible" ? (
        <Select
          label={t("fields.responsible")}
          placeholder={t("fields.nobody")}
          searchable
          clearable
          data={colleagues.map((person) => ({ value: person.id, label: person.name }))}
          {...form.field("user_id")}
        />
      ) : null}
      {what === "segment" ? (
        <Select
          label={t("fields.segment")}
          data={(["retail", "corporate"] as const).map((value) => ({ value, label: t(`segments.${value}`) }))}
          allowDeselect={false}
          {...form.field("segment")}
        />
      ) : null}
      {what === "inactivate" || what === "reactivate" ? (
        <Textarea label={t("status.reason")} minRows={3} {...form.field("reason")} />
      ) : null}
      {what === "inactivate" ? (
        <Checkbox
          label={t("many.replied")}
          description={t("many.replied_text")}
          checked={form.values.customer_replied}
          onChange={(event) => form.set("customer_replied", event.currentTarget.checked)}
        />
      ) : null}
      <p className={classes.hint}>{t("many.hint")}</p>
    </Form>
  );
}
