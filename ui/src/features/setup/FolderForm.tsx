// "Neste computador": the folder of the file, and what it is good for.
import { Alert, Button, Group, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FolderFinding } from "@/bindings";
import { callSetup } from "@/ipc";
import { useErrorText } from "@/shared";
import { FormErrors } from "@/shared/form/Form";
import { pickFolder } from "@/shell";
import classes from "./Setup.module.css";

interface FolderFormProps {
  folder: string;
  onChosen: () => Promise<void>;
  onBack?: () => void;
}

export function FolderForm({ folder: proposed, onChosen, onBack }: FolderFormProps) {
  const { t } = useTranslation("setup");
  const words = useErrorText();
  const [folder, setFolder] = useState(proposed);
  const [finding, setFinding] = useState<FolderFinding | null>(null);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const field = useRef<HTMLInputElement>(null);
  const type = (text: string) => {
    setFolder(text);
    setFinding(null);
  };
  const choose = async () => {
    const chosen = await pickFolder(t("choose_folder"));
    if (chosen === null) return;
    type(chosen);
    setFinding((await callSetup("check_folder", { folder: chosen })).finding);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    setError(null);
    try {
      const used = await callSetup("use_folder", { folder });
      setFinding(used.finding);
      if (fits(used.finding)) await onChosen();
      else field.current?.focus();
    } catch (reason) {
      setError(reason);
    } finally {
      setPending(false);
    }
  };
  const refused = finding !== null && !fits(finding);
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap={12}>
        {error ? <FormErrors text={words.text(error)} /> : null}
        <TextInput
          ref={field}
          label={t("fields.folder")}
          description={t("fields.folder_hint")}
          spellCheck={false}
          value={folder}
          onChange={(event) => type(event.currentTarget.value)}
          error={refused ? t(`folder.${finding}`) : undefined}
          inputContainer={(input) => (
            <div className={classes.folder}>
              {input}
              <Button onClick={() => void choose()}>{t("browse")}</Button>
            </div>
          )}
        />
        {finding === "ours" ? (
          <Alert variant="light" role="status">
            {t("folder.ours")}
          </Alert>
        ) : null}
        <Group gap={8}>
          <Button type="submit" variant="filled" loading={pending}>
            {t("use_folder")}
          </Button>
          {onBack ? <Button onClick={onBack}>{t("back")}</Button> : null}
        </Group>
      </Stack>
    </form>
  );
}

function fits(finding: FolderFinding): boolean {
  return finding === "free" || finding === "ours";
}
