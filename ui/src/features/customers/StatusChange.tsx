import { Checkbox, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/bindings";
import { Form, useCommandForm } from "@/shared/form";
import { toast } from "@/shared/toast";

/** Sets a customer aside with a reason, or takes them back (CUS-7). */
export function StatusChange({ customer, onDone }: { customer: Customer; onDone: () => void }) {
  const { t } = useTranslation("customers");
  const command = customer.status === "active" ? "customers.inactivate" : "customers.reactivate";
  const form = useCommandForm(command, {
    initialValues: { reason: "", customer_replied: false },
    toRequest: (values) => ({ id: customer.id, version: customer.version, ...values }),
    onSuccess: () => {
      toast(t(`status.${customer.status}.done`));
      onDone();
    },
  });
  return (
    <Form form={form} submitLabel={t(`status.${customer.status}.action`)} onCancel={onDone}>
      <p>{t(`status.${customer.status}.text`)}</p>
      <Textarea label={t("status.reason")} data-autofocus minRows={3} {...form.field("reason")} />
      {customer.status === "active" ? (
        <Checkbox
          label={t("status.replied")}
          description={t("status.replied_text")}
          checked={form.values.customer_replied}
          onChange={(event) => form.set("customer_replied", event.currentTarget.checked)}
        />
      ) : null}
    </Form>
  );
}
