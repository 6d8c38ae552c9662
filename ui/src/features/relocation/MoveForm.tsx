// The server that everything is moved to: tried first, then the move begins.
import { Button } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { RelocationStanding } from "@/bindings";
import { EMPTY_SERVER, ServerFields, ServerFindings, useServerTest, useTroubleWords } from "@/features/setup";
import { Card, Form, useCommandForm, useErrorText } from "@/shared";
import { FormErrors } from "@/shared/form/Form";
import classes from "./Relocation.module.css";

interface MoveFormProps {
  failed: RelocationStanding["failed"];
  onBegun: () => void;
}

export function MoveForm({ failed, onBegun }: MoveFormProps) {
  const { t } = useTranslation("relocation");
  const words = useErrorText();
  const told = useTroubleWords();
  const test = useServerTest();
  const form = useCommandForm("relocation.begin", {
    initialValues: EMPTY_SERVER,
    onSuccess: onBegun,
  });
  // What the server said is about what was typed then.
  const typed = JSON.stringify(form.values);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed makes it old
  useEffect(() => test.forget(), [typed]);
  const tryServer = async () => {
    form.form.clearErrors();
    const trouble = await test.test(form.values);
    if (trouble === null) return;
    form.form.setErrors(trouble.error ? { host: words.text(trouble.error) } : told(trouble, form.values));
  };
  return (
    <Card title={t("move.title")}>
      <p className={classes.text}>{t("move.text")}</p>
      <p className={classes.text}>{t("move.before")}</p>
      {failed ? <FormErrors text={`${t("failed")}: ${words.text(failed)}`} /> : null}
      <Form form={form} submitLabel={t("move.do")}>
        <ServerFields field={(name) => form.field(name)} />
        <div>
          <Button size="xs" loading={test.testing} onClick={() => void tryServer()}>
            {t("move.test")}
          </Button>
        </div>
        {test.found ? <ServerFindings found={test.found} moving /> : null}
      </Form>
    </Card>
  );
}
