import { NumberInput, PasswordInput, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { MailAccount, MailAccountState, MailSecurity } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { Card } from "@/shared/Card";
import { Form, useCommandForm } from "@/shared/form";
import { dateTime } from "@/shared/format";
import { Page, PageHeader } from "@/shared/Page";
import { StateView } from "@/shared/StateView";
import { toast } from "@/shared/toast";
import { AccountTest } from "./AccountTest";
import classes from "./mailings.module.css";

const PORTS: Record<MailSecurity, number> = { tls: 465, starttls: 587, none: 25 };

/** Conta de e-mail: the server that messages go out through, its limits, and a test of it. */
export default function AccountPage() {
  const { t } = useTranslation("mailings");
  const query = useCommandQuery("mailings.account", {});
  return (
    <Page header={<PageHeader title={t("account.title")} />}>
      {query.data ? (
        <div className={classes.columns}>
          <AccountForm state={query.data} />
          <Side state={query.data} />
        </div>
      ) : query.error ? (
        <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <StateView kind="loading" />
      )}
    </Page>
  );
}

function initialValues({ account }: Pick<MailAccountState, "account">) {
  return {
    version: account?.version ?? 0,
    from_name: account?.from_name ?? "",
    from_address: account?.from_address ?? "",
    reply_to: account?.reply_to ?? "",
    host: account?.host ?? "",
    port: (account?.port ?? 587) as number | string,
    security: account?.security ?? ("starttls" as MailSecurity),
    username: account?.username ?? "",
    password: "",
    per_minute: (account?.per_minute ?? 30) as number | string,
    per_day: (account?.per_day ?? 1000) as number | string,
    active: account?.active ?? true,
    ca_pem: account?.ca_pem ?? "",
  };
}

function AccountForm({ state }: { state: MailAccountState }) {
  const { t } = useTranslation("mailings");
  const form = useCommandForm("mailings.save_account", {
    initialValues: initialValues(state),
    follow: true,
    merge: {
      // A password is never read back: the one typed stays.
      theirs: (account: MailAccount) => {
        const { password: _, ...rest } = initialValues({ account });
        return rest;
      },
      fields: [
        { name: "active", label: t("account.active") },
        { name: "from_name", label: t("account.from_name") },
        { name: "from_address", label: t("account.from_address") },
        { name: "reply_to", label: t("account.reply_to") },
        { name: "host", label: t("account.host") },
        { name: "port", label: t("account.port") },
        {
          name: "security",
          label: t("account.security"),
          text: (value: MailSecurity) => t(`account.securities.${value}`),
        },
        { name: "username", label: t("account.username") },
        { name: "per_minute", label: t("account.per_minute") },
        { name: "per_day", label: t("account.per_day") },
        { name: "ca_pem", label: t("account.ca_pem") },
      ],
    },
    toRequest: (values) => ({
      ...values,
      port: Number(values.port) || 0,
      per_minute: Number(values.per_minute) || 0,
      per_day: Number(values.per_day) || 0,
      password: values.password === "" ? null : values.password,
    }),
    onSuccess: () => toast(t("account.saved")),
  });
  const secure = (security: MailSecurity) => {
    if (Number(form.values.port) === PORTS[form.values.security]) form.set("port", PORTS[security]);
    form.set("security", security);
  };
  return (
    <Form form={form}>
      <Switch
        label={t("account.active")}
        description={t("account.active_hint")}
        checked={form.values.active}
        onChange={(event) => form.set("active", event.currentTarget.checked)}
      />
      <h2 className={classes.section}>{t("account.sender")}</h2>
      <div className={classes.two}>
        <TextInput label={t("account.from_name")} {...form.field("from_name")} />
        <TextInput label={t("account.from_address")} {...form.field("from_address")} />
      </div>
      <TextInput
        label={t("account.reply_to")}
        description={t("account.reply_to_hint")}
        {...form.field("reply_to")}
      />
      <h2 className={classes.section}>{t("account.server")}</h2>
      <div className={classes.server}>
        <TextInput
          label={t("account.host")}
          placeholder={t("account.host_example")}
          {...form.field("host")}
        />
        <NumberInput label={t("account.port")} hideControls {...form.field("port")} />
        <Select
          label={t("account.security")}
          allowDeselect={false}
          data={(["tls", "starttls", "none"] as const).map((value) => ({
            value,
            label: t(`account.securities.${value}`),
          }))}
          {...form.field("security")}
          onChange={(value) => secure(value as MailSecurity)}
        />
      </div>
      <div className={classes.two}>
        <TextInput label={t("account.username")} autoComplete="off" {...form.field("username")} />
        <PasswordInput
          label={t("account.password")}
          autoComplete="new-password"
          placeholder={state.has_password ? t("account.password_kept") : undefined}
          {...form.field("password")}
        />
      </div>
      <h2 className={classes.section}>{t("account.limits")}</h2>
      <div className={classes.two}>
        <NumberInput label={t("account.per_minute")} hideControls {...form.field("per_minute")} />
        <NumberInput label={t("account.per_day")} hideControls {...form.field("per_day")} />
      </div>
      <Textarea
        label={t("account.ca_pem")}
        description={t("account.ca_pem_hint")}
        rows={3}
        spellCheck={false}
        {...form.field("ca_pem")}
      />
    </Form>
  );
}

function Side({ state }: { state: MailAccountState }) {
  const { t } = useTranslation("mailings");
  const { account } = state;
  return (
    <div className={classes.side}>
      {account?.last_error ? (
        <Card tone="alert" title={t("account.failing", { at: dateTime(account.last_error_at) })}>
          <pre className={classes.words}>{account.last_error}</pre>
        </Card>
      ) : null}
      {account && account.username !== "" && !state.has_password ? (
        <Card tone="alert" title={t("account.no_password.title")}>
          {t("account.no_password.text")}
        </Card>
      ) : null}
      <AccountTest ready={account !== null} />
      <Card title={t("account.secrets.title")}>{t(`account.secrets.${state.secrets}`)}</Card>
      <Card title={t("account.help.title")}>{t("account.help.text")}</Card>
    </div>
  );
}
