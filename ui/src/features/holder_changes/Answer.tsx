// The holder's answer, or why a change is taken back. Over what was saved meanwhile it is given twice (SYS-2).
import { Alert, Select, Textarea, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ContactChannel, CustomerInput, HolderChange, SensitiveField } from "@/bindings";
import type { CommandError } from "@/ipc";
import { Form, useCommandForm } from "@/shared/form";
import { dateTime } from "@/shared/format";
import { toast } from "@/shared/toast";
import classes from "./HolderChanges.module.css";
import { useSensitiveText } from "./useSensitiveText";
import { Fields } from "./WaitingChange";

export type AnswerKind = "confirm" | "refuse" | "withdraw";

const CHANNELS: ContactChannel[] = ["phone", "whatsapp", "email", "visit", "chat", "bitrix"];
const ELSEWHERE: ContactChannel[] = ["whatsapp", "chat", "bitrix"];

interface AnswerProps {
  kind: AnswerKind;
  change: HolderChange;
  onDone: () => void;
}

export function Answer(props: AnswerProps) {
  return props.kind === "withdraw" ? <Withdrawal {...props} /> : <HolderSaid {...props} />;
}

/** What stands in the ficha by now where it is not what was asked about. */
interface Standing {
  version: number;
  input: CustomerInput;
  fields: SensitiveField[];
}

function standingOf(error: CommandError | null): Standing | undefined {
  const current = error?.code === "conflict" ? (error.params.current as Partial<Standing>) : undefined;
  return current?.input ? (current as Standing) : undefined;
}

function HolderSaid({ kind, change, onDone }: AnswerProps) {
  const { t } = useTranslation("holder_changes");
  const command = kind === "confirm" ? "holder_changes.confirm" : "holder_changes.refuse";
  // What was shown of the ficha as it stands by now: sending again confirms over it.
  const seen = useRef<number | undefined>(undefined);
  const form = useCommandForm(command, {
    initialValues: { channel: "phone" as ContactChannel, text: "", link: "" },
    toRequest: (values) => ({
      id: change.id,
      version: change.version,
      ...values,
      link: ELSEWHERE.includes(values.channel) ? values.link : "",
      over_version: seen.current,
    }),
    onSuccess: () => {
      toast(t(`${kind}.done`));
      onDone();
    },
  });
  const standing = standingOf(form.error);
  seen.current = standing?.version;
  return (
    <Form
      form={form}
      submitLabel={t(standing ? "confirm.over" : `${kind}.submit`)}
      onCancel={onDone}
      merge={standing ? <MovedOn error={form.error as CommandError} standing={standing} /> : undefined}
    >
      <p className={classes.lead}>{t(`${kind}.text`)}</p>
      <Fields change={change} />
      <Select
        label={t("channel")}
        data={CHANNELS.map((value) => ({ value, label: t(`customers:channels.${value}`) }))}
        allowDeselect={false}
        {...form.field("channel")}
      />
      {ELSEWHERE.includes(form.values.channel) ? (
        <TextInput label={t("link")} inputMode="url" withAsterisk {...form.field("link")} />
      ) : null}
      <Textarea
        label={t(`${kind}.words`)}
        placeholder={t(`${kind}.words_hint`)}
        withAsterisk
        data-autofocus
        minRows={3}
        {...form.field("text")}
      />
    </Form>
  );
}

/** Somebody saved something else meanwhile: what stands there now, to confirm over or to leave. */
function MovedOn({ error, standing }: { error: CommandError; standing: Standing }) {
  const { t } = useTranslation("holder_changes");
  const show = useSensitiveText();
  const value = (field: SensitiveField) => String(standing.input[field] ?? "");
  return (
    <Alert role="alert" variant="light" color="yellow" icon={<IconAlertTriangle size={18} />}>
      {t("moved_on.text", { by: String(error.params.by), at: dateTime(String(error.params.at)) })}
      <ul className={classes.standing}>
        {standing.fields.map((field) => (
          <li key={field}>
            {t(`fields.${field}`)}
            {": "}
            <strong>
              {field === "responsible_id" ? t("moved_on.another") : show(field, value(field), "")}
            </strong>
          </li>
        ))}
      </ul>
      {t("moved_on.choice")}
    </Alert>
  );
}

function Withdrawal({ change, onDone }: AnswerProps) {
  const { t } = useTranslation("holder_changes");
  const form = useCommandForm("holder_changes.withdraw", {
    initialValues: { text: "" },
    toRequest: (values) => ({ id: change.id, version: change.version, ...values }),
    onSuccess: () => {
      toast(t("withdraw.done"));
      onDone();
    },
  });
  return (
    <Form form={form} submitLabel={t("withdraw.submit")} onCancel={onDone}>
      <p className={classes.lead}>{t("withdraw.text")}</p>
      <Fields change={change} />
      <Textarea label={t("withdraw.words")} withAsterisk data-autofocus minRows={3} {...form.field("text")} />
    </Form>
  );
}
