// Import of customers and products: choose a file, see what was recognised, check every line, then import.
import { Alert, Button, Group, SegmentedControl, Text, TextInput } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { listen } from "@tauri-apps/api/event";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ImportTarget, Inspection, JobRef } from "@/bindings";
import { isTauri, useCommand } from "@/ipc";
import { Card, Page, PageHeader, StateView, useErrorText, useRouteQuery, useSession } from "@/shared";
import { pickFile } from "@/shell";
import { FileFound } from "./FileFound";
import classes from "./Imports.module.css";
import { Outcome } from "./Outcome";

interface Chosen {
  path: string;
  found: Inspection;
  fields: (string | null)[];
}

export default function ImportPage() {
  const { t } = useTranslation("imports");
  const { can } = useSession();
  const asked = useRouteQuery("target");
  const targets = (["customers", "products"] as const).filter((target) =>
    can(target === "customers" ? "customers.import" : "products.write"),
  );
  const [target, setTarget] = useState<ImportTarget>(asked === "products" ? "products" : "customers");
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [checked, setChecked] = useState<JobRef | null>(null);
  const [imported, setImported] = useState<JobRef | null>(null);
  const active = targets.includes(target) ? target : targets[0];
  const startOver = () => {
    setChosen(null);
    setChecked(null);
    setImported(null);
  };
  if (!active) {
    return (
      <Page header={<PageHeader title={t("title")} />}>
        <StateView kind="forbidden" />
      </Page>
    );
  }
  const choices = targets.map((value) => ({ value, label: t(`target.${value}`) }));
  const change = (value: string) => {
    startOver();
    setTarget(value as ImportTarget);
  };
  const file = chosen && {
    target: active,
    path: chosen.path,
    sha256: chosen.found.source.sha256,
    columns: chosen.fields,
  };
  return (
    <Page
      header={
        <PageHeader title={t("title")}>
          <SegmentedControl aria-label={t("target.label")} data={choices} value={active} onChange={change} />
        </PageHeader>
      }
    >
      <div className={classes.steps}>
        {chosen && file ? (
          <FileFound
            path={chosen.path}
            found={chosen.found}
            fields={chosen.fields}
            file={file}
            settled={checked !== null}
            onFields={(fields) => {
              setChosen({ ...chosen, fields });
              setChecked(null);
            }}
            onOther={startOver}
            onChecked={setChecked}
          />
        ) : (
          <ChooseFile
            target={active}
            onFound={(path, found) =>
              setChosen({ path, found, fields: found.columns.map((column) => column.field) })
            }
          />
        )}
        {file && checked && !imported ? (
          <Outcome key={checked.id} job={checked} file={file} onImport={setImported} onAgain={startOver} />
        ) : null}
        {file && imported ? (
          <Outcome key={imported.id} job={imported} file={file} onAgain={startOver} />
        ) : null}
      </div>
    </Page>
  );
}

function ChooseFile({
  target,
  onFound,
}: {
  target: ImportTarget;
  onFound: (path: string, found: Inspection) => void;
}) {
  const { t } = useTranslation("imports");
  const errors = useErrorText();
  const [path, setPath] = useState("");
  const inspect = useCommand("imports.inspect");
  const look = (file: string) => {
    setPath(file);
    if (file.trim()) inspect.mutate({ target, path: file }, { onSuccess: (found) => onFound(file, found) });
  };
  const pick = async () => {
    const file = await pickFile(t("choose.title"), "table");
    if (file) look(file);
  };
  useDroppedFile(look);
  const refusal = inspect.error;
  const sentences = refusal?.issues.length
    ? refusal.issues.map((issue) => errors.issue(issue, "imports.inspect"))
    : refusal
      ? [errors.text(refusal)]
      : [];
  return (
    <Card title={t("choose.title")}>
      <Text mb={12}>{t("choose.text")}</Text>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          look(path);
        }}
      >
        <Group align="flex-end" gap={8}>
          <Button onClick={() => void pick()} leftSection={<IconFileImport size={16} />}>
            {t("choose.pick")}
          </Button>
          <TextInput
            label={t("choose.path")}
            value={path}
            onChange={(event) => setPath(event.currentTarget.value)}
            style={{ flex: 1 }}
          />
          <Button type="submit" variant="default" loading={inspect.isPending} disabled={!path.trim()}>
            {t("choose.look")}
          </Button>
        </Group>
      </form>
      <Text size="sm" mt={8}>
        {t("choose.drop")}
      </Text>
      {sentences.map((sentence) => (
        <Alert key={sentence} color="red" mt={12} role="alert">
          {sentence}
        </Alert>
      ))}
    </Card>
  );
}

/** Calls back with the first file that is dropped on the window. */
function useDroppedFile(onFile: (path: string) => void) {
  useEffect(() => {
    if (!isTauri()) return;
    const stop = listen<{ paths: string[] }>("tauri://drag-drop", (event) => {
      const file = event.payload.paths[0];
      if (file) onFile(file);
    });
    return () => void stop.then((end) => end());
  });
}
