// What is said when a contract is suspended, resumed, changed or ended.
import { NumberInput, Textarea, TextInput } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { ContractDetail, ContractStatus } from "@/bindings";
import { Form, MoneyInput, toast, useCommandForm } from "@/shared";
import classes from "./Contracts.module.css";

interface FormProps {
  contract: ContractDetail;
  onDone: () => void;
  /** Somebody else saved meanwhile: the contract is read again. */
  onStale: () => void;
}

export function StatusForm({ contract, to, onDone, onStale }: FormProps & { to: ContractStatus }) {
  const { t } = useTranslation("contracts");
  const form = useCommandForm("contracts.set_status", {
    initialValues: { reason: "" },
    toRequest: (values) => ({ id: contract.id, version: contract.version, status: to, ...values }),
    onSuccess: () => {
      toast(t(`done.${to}`));
      onDone();
    },
  });
  useStale(form.error?.code, onStale);
  return (
    <div className={classes.form}>
      <p className={classes.text}>{t(`about.${to}`)}</p>
      <Form form={form} submitLabel={t(`do.${to}`)} onCancel={onDone}>
        <Textarea label={t("reason")} rows={2} {...form.field("reason")} />
      </Form>
    </div>
  );
}

export function ChangeForm({ contract, onDone, onStale }: FormProps) {
  const { t } = useTranslation("contracts");
  const form = useCommandForm("contracts.change", {
    initialValues: {
      plan: contract.plan,
      due_day: contract.due_day as number | string | null,
      monthly_cents: contract.monthly_cents as number | null,
      reason: "",
    },
    toRequest: (values) => ({
      id: contract.id,
      version: contract.version,
      plan: values.plan,
      due_day: typeof values.due_day === "number" ? values.due_day : null,
      monthly_cents: values.monthly_cents ?? -1,
      reason: values.reason,
    }),
    onSuccess: () => {
      toast(t("done.change"));
      onDone();
    },
  });
  useStale(form.error?.code, onStale);
  return (
    <div className={classes.form}>
      <Form form={form} submitLabel={t("save")} onCancel={onDone}>
        <TextInput label={t("plan")} {...form.field("plan")} />
        <div className={classes.pair}>
          <NumberInput
            label={t("day")}
            allowDecimal={false}
            allowNegative={false}
            {...form.field("due_day")}
          />
          <MoneyInput label={t("amount")} {...form.field("monthly_cents")} />
        </div>
        <Textarea label={t("reason")} rows={2} {...form.field("reason")} />
      </Form>
    </div>
  );
}

function useStale(code: string | undefined, onStale: () => void) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per refusal
  useEffect(() => {
    if (code === "conflict") onStale();
  }, [code]);
}
