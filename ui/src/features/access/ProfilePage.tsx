// Meu perfil: one's own name, address and password, and which roles one has.
import { PasswordInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Profile } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { Card, Form, Merge, Page, PageHeader, StateView, Tag, toast, useCommandForm } from "@/shared";
import classes from "./Access.module.css";

export default function ProfilePage() {
  const { t } = useTranslation("access");
  const query = useCommandQuery("access.profile", {});
  return (
    <Page header={<PageHeader title={t("profile.title")} />}>
      {query.data ? (
        <div className={classes.columns}>
          <Card title={t("profile.about")}>
            <ul className={classes.facts} aria-label={t("people.roles")}>
              {query.data.role_names.map((name) => (
                <li key={name}>
                  <Tag kind="sure">{name}</Tag>
                </li>
              ))}
            </ul>
            <About profile={query.data} />
          </Card>
          <Card title={t("profile.password")}>
            <NewPassword />
          </Card>
        </div>
      ) : query.error ? (
        <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <StateView kind="loading" />
      )}
    </Page>
  );
}

type About = { version: number; name: string; email: string };

function aboutOf(user: { version: number; name: string; email: string | null }): About {
  return { version: user.version, name: user.name, email: user.email ?? "" };
}

function About({ profile }: { profile: Profile }) {
  const { t } = useTranslation("access");
  const form = useCommandForm("access.save_profile", {
    initialValues: aboutOf(profile.user),
    follow: true,
    onSuccess: () => toast(t("profile.saved")),
  });
  const merge = (
    <Merge
      error={form.error}
      base={form.start}
      mine={form.values}
      theirs={aboutOf as (current: never) => About}
      fields={[
        { name: "name", label: t("people.name") },
        { name: "email", label: t("people.email") },
      ]}
      onMerged={(values) => {
        form.form.setValues(values);
        void form.submit();
      }}
    />
  );
  return (
    <Form form={form} merge={merge}>
      <TextInput label={t("people.name")} autoComplete="name" {...form.field("name")} />
      <TextInput
        label={t("username")}
        description={t("profile.username_hint")}
        readOnly
        value={profile.user.username}
      />
      <TextInput label={t("people.email")} description={t("people.email_hint")} {...form.field("email")} />
    </Form>
  );
}

function NewPassword() {
  const { t } = useTranslation("access");
  const form = useCommandForm("access.change_password", {
    initialValues: { current: "", new: "" },
    onSuccess: () => {
      form.reset();
      toast(t("profile.password_changed"));
    },
  });
  return (
    <Form form={form} submitLabel={t("profile.change_password")}>
      <PasswordInput
        label={t("profile.current")}
        autoComplete="current-password"
        {...form.field("current")}
      />
      <PasswordInput
        label={t("new_password.field")}
        description={t("profile.password_hint")}
        autoComplete="new-password"
        {...form.field("new")}
      />
    </Form>
  );
}
