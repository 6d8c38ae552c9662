// What goes, what stays and why, and the confirmation by the customer's code. There is no way back (CUS-8).
import { Alert, Button, Group, Textarea, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { AnonymisePreview } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { StateView } from "@/shared";
import { FormErrors, useCommandForm } from "@/shared/form";
import { count, date } from "@/shared/format";
import { toast } from "@/shared/toast";
import classes from "./Privacy.module.css";

interface AnonymiseFormProps {
  customerId: string;
  onDone: () => void;
}

export function AnonymiseForm({ customerId, onDone }: AnonymiseFormProps) {
  const query = useCommandQuery("privacy.preview", { customer_id: customerId });
  if (query.error) return <StateView kind="error" error={query.error} onRetry={query.refetch} />;
  if (query.data === undefined) return <StateView kind="loading" />;
  return (
    <Confirmation
      customerId={customerId}
      seen={query.data}
      onDone={onDone}
      onStale={() => void query.refetch()}
    />
  );
}

function Confirmation({
  customerId,
  seen,
  onDone,
  onStale,
}: AnonymiseFormProps & { seen: AnonymisePreview; onStale: () => void }) {
  const { t } = useTranslation("privacy");
  const form = useCommandForm("privacy.anonymise", {
    initialValues: { reason: "", typed_code: "" },
    toRequest: (values) => ({
      customer_id: customerId,
      version: seen.version,
      kept_until: seen.kept_until,
      ...values,
    }),
    onSuccess: () => {
      toast(t("anonymise.done"));
      onDone();
    },
  });
  const stale = form.error?.code === "conflict";
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      <Alert
        variant="light"
        color="red"
        icon={<IconAlertTriangle size={18} />}
        title={t("anonymise.no_way_back")}
      >
        {t("anonymise.no_way_back_text")}
      </Alert>
      <WhatHappens seen={seen} />
      <FormErrors text={stale ? t("anonymise.stale") : form.errorText} issues={form.otherIssues} />
      {seen.open_sales > 0 ? (
        <p className={classes.stays}>{t("anonymise.open_sales", { count: seen.open_sales })}</p>
      ) : null}
      <Textarea
        label={t("anonymise.reason")}
        description={t("anonymise.reason_hint")}
        withAsterisk
        minRows={2}
        {...form.field("reason")}
      />
      <TextInput
        label={t("anonymise.code", { code: seen.code, name: seen.name })}
        inputMode="numeric"
        autoComplete="off"
        withAsterisk
        {...form.field("typed_code")}
      />
      <Group gap={8}>
        {stale ? (
          <Button onClick={onStale}>{t("anonymise.look_again")}</Button>
        ) : (
          <Button
            type="submit"
            variant="filled"
            color="red"
            loading={form.pending}
            disabled={seen.open_sales > 0 || form.values.typed_code.trim() !== String(seen.code)}
          >
            {t("anonymise.submit")}
          </Button>
        )}
        <Button onClick={onDone}>{t("anonymise.cancel")}</Button>
      </Group>
    </form>
  );
}

function WhatHappens({ seen }: { seen: AnonymisePreview }) {
  const { t, i18n } = useTranslation("privacy");
  const portuguese = i18n.language.startsWith("pt");
  const touched = seen.held.filter((row) => row.touched);
  return (
    <>
      <section>
        <h3 className={classes.heading}>{t("anonymise.goes")}</h3>
        <p className={classes.dim}>{t(seen.kept_until ? "anonymise.goes_part" : "anonymise.goes_all")}</p>
        <ul className={classes.tables}>
          {touched.map((row) => (
            <li key={row.title_english}>
              <span>{portuguese ? row.title_portuguese : row.title_english}</span>
              <span className={classes.figure}>{count(row.count)}</span>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3 className={classes.heading}>{t("anonymise.stays")}</h3>
        {seen.kept_until ? (
          <p className={classes.stays}>{t("anonymise.stays_until", { date: date(seen.kept_until) })}</p>
        ) : null}
        <ul className={classes.plain}>
          {seen.keeps.map((keep) => (
            <li key={keep.reason}>
              {t(`keeps.${keep.reason}`, { count: keep.count, figure: count(keep.count) })}
              <span className={classes.dim}> {t("anonymise.until", { date: date(keep.until) })}</span>
            </li>
          ))}
          <li>{t("anonymise.always")}</li>
        </ul>
      </section>
    </>
  );
}
