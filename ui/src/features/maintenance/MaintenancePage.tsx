// Cópias de segurança: the day's copy of the database, the copies that are there and going back to one, and whether
// everything holds together.
import { Button, NumberInput, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { BackupPlan, BackupStanding } from "@/bindings";
import { useCommand, useCommandQuery } from "@/ipc";
import {
  Card,
  Form,
  Merge,
  Page,
  PageHeader,
  PrimaryAction,
  StateView,
  toast,
  useCommandForm,
  useErrorText,
} from "@/shared";
import { FormErrors } from "@/shared/form/Form";
import { count, dateTime } from "@/shared/format";
import { pickFile, pickFolder } from "@/shell";
import { Check } from "./Check";
import classes from "./Maintenance.module.css";
import { Restore } from "./Restore";
import { Support } from "./Support";

const HOURS = Array.from({ length: 24 }, (_, hour) => `${hour}`);

export default function MaintenancePage() {
  const { t } = useTranslation("maintenance");
  const words = useErrorText();
  const query = useCommandQuery("maintenance.backups", {});
  const copy = useCommand("maintenance.backup_now");
  const standing = query.data;
  const copies = standing?.plan.folder && !standing.by_server;
  return (
    <Page
      header={
        <PageHeader
          title={t("nav")}
          hint={t("hint")}
          primary={
            copies ? (
              <PrimaryAction
                label={t("copy_now")}
                loading={copy.isPending}
                onClick={() => copy.mutate({}, { onSuccess: () => toast(t("copied")) })}
              />
            ) : null
          }
        />
      }
    >
      {standing ? (
        <div className={classes.columns}>
          <div className={classes.stack}>
            {copy.error ? <FormErrors text={words.text(copy.error)} /> : null}
            {standing.by_server ? <ByServer /> : <PlanForm plan={standing.plan} />}
            <Check />
            <Support />
          </div>
          {standing.by_server ? null : <Copies standing={standing} />}
        </div>
      ) : query.error ? (
        <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <StateView kind="loading" />
      )}
    </Page>
  );
}

/** On Postgres the server's own tool copies; the screen says how. */
function ByServer() {
  const { t } = useTranslation("maintenance");
  return (
    <Card title={t("by_server.title")}>
      <p className={classes.text}>{t("by_server.text")}</p>
      <pre className={classes.command}>{t("by_server.command")}</pre>
      <p className={classes.text}>{t("by_server.back")}</p>
      <pre className={classes.command}>{t("by_server.back_command")}</pre>
    </Card>
  );
}

function PlanForm({ plan }: { plan: BackupPlan }) {
  const { t } = useTranslation("maintenance");
  const form = useCommandForm("maintenance.save_backup_plan", {
    initialValues: plan,
    follow: true,
    toRequest: (values) => ({ ...values, keep_copies: Number(values.keep_copies) || 0 }),
    onSuccess: () => toast(t("saved")),
  });
  const merge = (
    <Merge
      error={form.error}
      base={form.start}
      mine={form.values}
      fields={(["folder", "at_hour", "keep_copies"] as const).map((name) => ({
        name,
        label: t(`fields.${name}`),
      }))}
      onMerged={(values) => {
        form.form.setValues(values);
        void form.submit();
      }}
    />
  );
  const choose = async () => {
    const folder = await pickFolder(t("choose"));
    if (folder) form.set("folder", folder);
  };
  return (
    <Card title={t("plan")}>
      <Form form={form} merge={merge}>
        <TextInput
          label={t("fields.folder")}
          description={t("fields.folder_hint")}
          placeholder={t("fields.folder_example")}
          inputContainer={(input) => (
            <div className={classes.folder}>
              {input}
              <Button onClick={() => void choose()}>{t("choose_folder")}</Button>
            </div>
          )}
          {...form.field("folder")}
        />
        <div className={classes.two}>
          <Select
            label={t("fields.at_hour")}
            data={HOURS.map((hour) => ({ value: hour, label: t("hour", { hour: hour.padStart(2, "0") }) }))}
            allowDeselect={false}
            {...form.field("at_hour")}
            value={`${form.values.at_hour}`}
            onChange={(hour) => form.set("at_hour", Number(hour))}
          />
          <NumberInput
            label={t("fields.keep_copies")}
            min={1}
            max={365}
            clampBehavior="none"
            allowDecimal={false}
            hideControls
            {...form.field("keep_copies")}
          />
        </div>
      </Form>
    </Card>
  );
}

function Copies({ standing }: { standing: BackupStanding }) {
  const { t } = useTranslation("maintenance");
  const { plan, copies } = standing;
  const failed = plan.last_error !== "";
  const [file, setFile] = useState<string | null>(null);
  const choose = async () => setFile(await pickFile(t("restore.choose"), "backup"));
  return (
    <Card title={t("copies")} tone={failed ? "alert" : undefined}>
      {failed ? (
        <p className={classes.text} role="status">
          {t("failed", {
            at: plan.last_at ? dateTime(plan.last_at) : "",
            reason: t(`reasons.${plan.last_error}`, { defaultValue: t("reasons.other") }),
          })}
        </p>
      ) : null}
      {copies.length === 0 ? (
        <p className={classes.text}>{t(plan.folder ? "none_yet" : "none_asked")}</p>
      ) : (
        <ul className={classes.copies}>
          {copies.map((copy) => (
            <li key={copy.name}>
              <span>{dateTime(copy.made_at)}</span>
              <span className={classes.size}>
                {t("megabytes", { size: count(Math.max(1, Math.round(copy.bytes / 1_000_000))) })}
              </span>
              <Button
                size="compact-xs"
                aria-label={t("restore.open_named", { at: dateTime(copy.made_at) })}
                onClick={() => setFile(`${plan.folder}/${copy.name}`)}
              >
                {t("restore.open")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <p className={classes.text}>{t("restore.intro")}</p>
      <Button size="xs" onClick={() => void choose()}>
        {t("restore.other")}
      </Button>
      <Restore file={file} onClose={() => setFile(null)} />
    </Card>
  );
}
