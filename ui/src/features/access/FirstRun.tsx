import { PasswordInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AppStatus } from "@/bindings";
import { DemoOffer } from "@/features/demo";
import { DocumentInput, Form, useCommandForm } from "@/shared/form";
import { Entrance } from "./Entrance";
import classes from "./Entrance.module.css";

/** The first start on a new base: the company, and the person who looks after the application. */
export function FirstRun({ status }: { status: AppStatus }) {
  const { t } = useTranslation("access");
  const form = useCommandForm("access.create_first_administrator", {
    initialValues: { company_name: "", company_document: "", name: "", username: "", password: "" },
    toRequest: (values) => values,
  });
  return (
    <Entrance status={status} title={t("first_run.title")} text={t("first_run.text")}>
      <Form form={form} submitLabel={t("first_run.submit")} fullWidth>
        <TextInput label={t("company_name")} autoFocus {...form.field("company_name")} />
        <DocumentInput
          label={t("company_document")}
          description={t("optional")}
          {...form.field("company_document")}
        />
        <TextInput label={t("name")} autoComplete="name" {...form.field("name")} />
        <div className={classes.pair}>
          <TextInput label={t("username")} autoComplete="username" {...form.field("username")} />
          <PasswordInput label={t("password")} autoComplete="new-password" {...form.field("password")} />
        </div>
      </Form>
      <DemoOffer status={status} />
    </Entrance>
  );
}
