// Form: the frame of a `useCommandForm`. Refusals on top, fields, then the actions.
// Ctrl+Enter sends from anywhere inside. See useCommandForm.ts for an example.
import { Alert, Button, Group, Stack } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import type { FormEvent, KeyboardEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Merge } from "./Merge";
import { Moved } from "./Moved";
import type { CommandForm } from "./useCommandForm";

export interface FormProps<V extends object> {
  form: CommandForm<V>;
  children: ReactNode;
  submitLabel?: string;
  /** Shows a way out beside the primary action. */
  onCancel?: () => void;
  /** Keeps the primary action asleep, for example during a delay. */
  disabled?: boolean;
  /** Shown in place of what the form itself has to say about a conflict. */
  merge?: ReactNode;
  /** Stretches the primary action over the width. */
  fullWidth?: boolean;
}

export function Form<V extends object>({
  form,
  children,
  submitLabel,
  onCancel,
  disabled,
  merge,
  fullWidth,
}: FormProps<V>) {
  const { t } = useTranslation("shared");
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!disabled) void form.submit();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event);
  };
  return (
    <form onSubmit={send} onKeyDown={keys} noValidate>
      <Stack gap={12}>
        {merge && form.error?.code === "conflict" ? merge : <Refusal form={form} />}
        {children}
        <Group gap={8} mt={4}>
          <Button
            type="submit"
            variant="filled"
            loading={form.pending}
            disabled={disabled}
            fullWidth={fullWidth}
          >
            {submitLabel ?? t("actions.save")}
          </Button>
          {onCancel ? <Button onClick={onCancel}>{t("actions.cancel")}</Button> : null}
        </Group>
      </Stack>
    </form>
  );
}

/** What came back: both versions, what changed meanwhile, or a sentence. */
export function Refusal<V extends object>({ form }: { form: CommandForm<V> }) {
  if (form.merge) return <Merge {...form.merge} />;
  if (form.moved) return <Moved {...form.moved} />;
  return <FormErrors text={form.errorText} issues={form.otherIssues} />;
}

/** The refusal as a sentence with the issues of fields that are elsewhere; nothing when there is none. */
export function FormErrors({ text, issues = [] }: { text: string; issues?: string[] }) {
  if (text === "" && issues.length === 0) return null;
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertCircle size={18} />}>
      {text}
      {issues.map((issue) => (
        <div key={issue}>{issue}</div>
      ))}
    </Alert>
  );
}
