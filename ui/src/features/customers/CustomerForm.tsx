import { Alert, Button, Group } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer, CustomerInput, Ficha } from "@/bindings";
import { Form, Merge, useCommandForm } from "@/shared/form";
import type { CommandForm } from "@/shared/form/useCommandForm";
import { toast } from "@/shared/toast";
import { useDraft } from "@/shared/useDraft";
import { AskedBy, type Edited, holder } from "./AskedBy";
import { CustomerFields } from "./CustomerFields";
import { emptyInput, toInput, toRequest } from "./input";
import { KnownDocument, useAccepted } from "./KnownDocument";
import { SimilarNote } from "./SimilarNote";
import { FIELDS, useFieldText } from "./useFieldText";

/** Registers a customer. What was typed is found again after closing the drawer. */
export function NewCustomer({
  onCreated,
  onCancel,
}: {
  onCreated: (customer: Customer) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation("customers");
  const draft = useDraft<CustomerInput>("customer.new", emptyInput);
  const accepted = useAccepted();
  const form = useCommandForm("customers.create", {
    initialValues: draft.value,
    toRequest: (values) => ({ ...toRequest(values), accepted_suspects: accepted.current }),
    onSuccess: (customer) => {
      draft.clear();
      toast(t("create.done", { name: customer.name, code: customer.code }));
      onCreated(customer);
    },
  });
  useKeptDraft(form.values, emptyInput, draft.set);
  const startOver = () => {
    draft.clear();
    form.form.setValues(emptyInput);
    form.form.clearErrors();
  };
  return (
    <Form form={form} submitLabel={t("create.submit")} onCancel={onCancel}>
      {draft.restored ? <RestoredNote onDiscard={startOver} /> : null}
      <KnownDocument form={form} accepted={accepted} />
      <SimilarNote id={null} values={form.values} />
      <CustomerFields form={form} />
    </Form>
  );
}

interface EditDraft {
  version: number;
  base: Edited;
  values: Edited;
}

/** Corrects a customer. A change that somebody else saved meanwhile is shown beside one's own. */
export function EditCustomer({ ficha, onDone }: { ficha: Ficha; onDone: () => void }) {
  const { t } = useTranslation("customers");
  const [start] = useState<EditDraft>(() => {
    const values = { ...toInput(ficha), asked_by: holder };
    return { version: ficha.customer.version, base: values, values };
  });
  const draft = useDraft<EditDraft>(`customer.${ficha.customer.id}`, start);
  // Kept outside the state: choosing between two versions saves at once, on top of the newer one.
  const version = useRef(draft.value.version);
  const [base, setBase] = useState(draft.value.base);
  const accepted = useAccepted();
  const form = useCommandForm("customers.update", {
    initialValues: { ...draft.value.values, asked_by: draft.value.values.asked_by ?? holder },
    toRequest: ({ asked_by, ...values }: Edited) => ({
      id: ficha.customer.id,
      version: version.current,
      input: toRequest(values),
      asked_by,
      accepted_suspects: accepted.current,
    }),
    onSuccess: (saved) => {
      draft.clear();
      toast(t(saved.waiting ? "edit.waits" : "edit.done"));
      onDone();
    },
  });
  useKeptDraft(form.values, base, (values) => draft.set({ version: version.current, base, values }));
  const show = useFieldText();
  const discard = () => {
    draft.clear();
    version.current = start.version;
    setBase(start.base);
    form.form.setValues(start.values);
    form.form.clearErrors();
  };
  if (form.error?.code === "conflict" && seenVersion(form.error.params) !== version.current) {
    return (
      <Merge<CustomerInput>
        error={form.error}
        base={base}
        mine={form.values}
        theirs={(current: { input: CustomerInput }) => current.input}
        fields={FIELDS.map((name) => ({
          name,
          label: t(`fields.${name}`),
          text: (_, input) => show(name, input),
        }))}
        onMerged={(values, theirs) => {
          version.current = seenVersion(form.error?.params ?? {}) ?? version.current;
          setBase({ ...theirs, asked_by: form.values.asked_by });
          form.form.setValues(values);
          void form.submit();
        }}
      />
    );
  }
  return (
    <Form form={form} submitLabel={t("edit.submit")} onCancel={onDone}>
      {draft.restored ? <RestoredNote onDiscard={discard} /> : null}
      <AskedBy form={form} />
      <KnownDocument form={form} accepted={accepted} />
      <SimilarNote id={ficha.customer.id} values={form.values} />
      <CustomerFields form={form as unknown as CommandForm<CustomerInput>} />
    </Form>
  );
}

function seenVersion(params: Record<string, unknown>): number | undefined {
  return (params.current as { version?: number } | undefined)?.version;
}

/** Keeps what was typed as a draft while it differs from where it began. */
function useKeptDraft<V extends CustomerInput>(values: V, start: V, keep: (values: V) => void) {
  const text = JSON.stringify(values);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed decides, not who keeps it
  useEffect(() => {
    if (text !== JSON.stringify(start)) keep(values);
  }, [text]);
}

function RestoredNote({ onDiscard }: { onDiscard: () => void }) {
  const { t } = useTranslation("customers");
  return (
    <Alert variant="light" color="blue" icon={<IconPencil size={16} />}>
      <Group justify="space-between" gap={8}>
        {t("draft.restored")}
        <Button size="xs" variant="subtle" color="blue" onClick={onDiscard}>
          {t("draft.discard")}
        </Button>
      </Group>
    </Alert>
  );
}
