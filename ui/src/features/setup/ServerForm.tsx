// "Para a equipe": a server, tried before it is used. A field that keeps it from answering says so itself.
import { Button, Checkbox, Group, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ServerInput, SetupStart } from "@/bindings";
import { callSetup } from "@/ipc";
import { useErrorText } from "@/shared";
import { FormErrors } from "@/shared/form/Form";
import { EMPTY_SERVER, ServerFields } from "./ServerFields";
import { ServerFindings } from "./ServerFindings";
import classes from "./Setup.module.css";
import { type ServerTrouble, troubleOf, useServerTest } from "./useServerTest";
import { useTroubleWords } from "./useTroubleWords";

interface ServerFormProps {
  start: SetupStart;
  onChosen: () => Promise<void>;
  onBack?: () => void;
}

function initial({ chosen }: SetupStart): ServerInput {
  if (chosen?.kind !== "server") return EMPTY_SERVER;
  const { host, port, database, user, certificate } = chosen;
  return { host, port: `${port}`, database, own_users: user === "", user, password: "", certificate };
}

export function ServerForm({ start, onChosen, onBack }: ServerFormProps) {
  const { t } = useTranslation("setup");
  const words = useErrorText();
  const told = useTroubleWords();
  const form = useForm<ServerInput>({ initialValues: initial(start), onValuesChange: () => test.forget() });
  const test = useServerTest();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const refuse = (trouble: ServerTrouble | null) => {
    setError(trouble?.error ?? null);
    if (trouble === null) return;
    form.setErrors(told(trouble, form.getValues()));
    const first = trouble.issues[0];
    if (first) form.getInputNode(first.field)?.focus();
  };
  const begin = () => {
    form.clearErrors();
    setError(null);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    begin();
    setPending(true);
    try {
      const used = await callSetup("use_server", form.getValues());
      test.setFound(used);
      if (used.fits) await onChosen();
    } catch (reason) {
      refuse(troubleOf(reason));
    } finally {
      setPending(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap={12}>
        {error ? <FormErrors text={words.text(error)} /> : null}
        <ServerFields field={(name) => form.getInputProps(name)} user={!form.values.own_users}>
          <Checkbox
            label={t("fields.own_users")}
            description={t("fields.own_users_hint")}
            {...form.getInputProps("own_users", { type: "checkbox" })}
          />
        </ServerFields>
        {test.found ? <ServerFindings found={test.found} /> : null}
        {test.found && !test.found.fits ? (
          <p className={classes.advice} role="alert">
            {t("found.refused")}
          </p>
        ) : null}
        <Group gap={8}>
          <Button type="submit" variant="filled" loading={pending}>
            {t("use_server")}
          </Button>
          <Button
            loading={test.testing}
            onClick={() => {
              begin();
              void test.test(form.getValues()).then(refuse);
            }}
          >
            {t("test")}
          </Button>
          {onBack ? <Button onClick={onBack}>{t("back")}</Button> : null}
        </Group>
      </Stack>
    </form>
  );
}
