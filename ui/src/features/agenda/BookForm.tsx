// An appointment of one's own; the product or service is mandatory (AGE-4).
import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AppointmentKind } from "@/bindings";
import { AlertsNote } from "@/features/customers";
import { useCommandQuery } from "@/ipc";
import { DateField, Form, toast, useCommandForm } from "@/shared";
import { date, taxDocument, today } from "@/shared/format";
import { usePaced } from "@/shared/usePaced";

const KINDS: AppointmentKind[] = [
  "sale_with_contact",
  "sale_without_contact",
  "negotiation_without_contact",
  "onboarding",
  "support",
];

interface Values {
  customer_id: string | null;
  kind: AppointmentKind;
  service: string;
  due_on: string | null;
}

/** With `customer`, the one whose ficha asked for the appointment stands there already. */
export function BookForm({ customer, onDone }: { customer?: string; onDone: () => void }) {
  const { t } = useTranslation("agenda");
  const [text, setText] = useState("");
  const settled = usePaced(text.trim());
  const query = useCommandQuery(
    "customers.quick_search",
    { text: settled },
    { enabled: settled.length > 1, keepPrevious: true },
  );
  const asked = useCommandQuery(
    "customers.ficha",
    { id: customer ?? "" },
    { enabled: customer !== undefined },
  );
  const initialValues: Values = {
    customer_id: customer ?? null,
    kind: "sale_with_contact",
    service: "",
    due_on: null,
  };
  const form = useCommandForm("agenda.book", {
    initialValues,
    toRequest: (values) => ({ ...values, customer_id: values.customer_id ?? "" }),
    onSuccess: (booked) => {
      toast(t("book.done", { date: date(booked.due_on) }));
      onDone();
    },
  });
  const preset = asked.data ? [asked.data.customer] : [];
  const others = (query.data ?? []).filter((hit) => hit.id !== customer);
  const customers = [...preset, ...others].map((hit) => ({
    value: hit.id,
    label: [hit.name, taxDocument(hit.document)].filter(Boolean).join(" · "),
  }));
  return (
    <Form form={form} onCancel={onDone} disabled={form.values.customer_id === null}>
      <Select
        data-autofocus={customer === undefined || undefined}
        searchable
        label={t("book.customer")}
        placeholder={t("book.customer_placeholder")}
        data={customers}
        filter={({ options }) => options}
        searchValue={text}
        onSearchChange={setText}
        {...form.field("customer_id")}
      />
      <AlertsNote customerId={form.values.customer_id} />
      <Select
        label={t("book.kind")}
        data={KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
        {...form.field("kind")}
      />
      <TextInput
        label={t("book.service")}
        data-autofocus={customer === undefined ? undefined : true}
        {...form.field("service")}
      />
      <DateField
        label={t("book.due_on")}
        description={t("book.due_hint")}
        minDate={today()}
        {...form.field("due_on")}
      />
    </Form>
  );
}
