// A file for whoever helps: versions, sizes and logs, and nothing about anybody.
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCommand } from "@/ipc";
import { Card, toast, useErrorText } from "@/shared";
import { FormErrors } from "@/shared/form/Form";
import { saveFile } from "@/shell";
import classes from "./Maintenance.module.css";

export function Support() {
  const { t } = useTranslation("maintenance");
  const words = useErrorText();
  const write = useCommand("maintenance.support");
  const run = async () => {
    const file = await saveFile(t("support.choose"), "any", "retaguarda-suporte.zip");
    if (file !== null)
      write.mutate({ file }, { onSuccess: (made) => toast(t("support.done", { file: made.file })) });
  };
  return (
    <Card
      title={t("support.title")}
      action={
        <Button size="xs" loading={write.isPending} onClick={() => void run()}>
          {t("support.run")}
        </Button>
      }
    >
      <p className={classes.text}>{t("support.text")}</p>
      {write.error ? <FormErrors text={words.text(write.error)} /> : null}
    </Card>
  );
}
