import { Checkbox, Textarea } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/bindings";
import { Form, useCommandForm } from "@/shared/form";
import { toast } from "@/shared/toast";

export interface StatusChangeProps {
  customer: Customer;
  onDone: () => void;
  /** Somebody else saved meanwhile: the ficha is read again, so that sending once more stands on what is there now. */
  onStale: () => void;
}

/** Sets a customer aside with a reason, or takes them back (CUS-7). */
export function StatusChange({ customer, onDone, onStale }: StatusChangeProps) {
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
  const conflict = form.error?.code === "conflict";
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per refusal
  useEffect(() => {
    if (conflict) onStale();
  }, [conflict]);
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
