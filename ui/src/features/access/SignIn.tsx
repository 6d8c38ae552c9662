import { Alert, PasswordInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AppStatus } from "@/bindings";
import { DemoNote } from "@/features/demo";
import { Form, useCommandForm } from "@/shared/form";
import { recall, remember } from "@/shared/storage";
import { Entrance } from "./Entrance";
import { useCountdown } from "./useCountdown";

/** Signing in. Refusals make the wait grow; the button counts it down. */
export function SignIn({ status }: { status: AppStatus }) {
  const { t } = useTranslation("access");
  const known = recall("username", "");
  const form = useCommandForm("access.sign_in", {
    initialValues: { username: known, password: "" },
    onSuccess: (_, values) => remember("username", values.username),
  });
  const wait = useCountdown(form.error);
  return (
    <Entrance status={status} title={t("sign_in.title")} text={t("sign_in.text")}>
      {status.signed_out_by ? (
        <Alert role="status" color="yellow" variant="light" mb={12}>
          {t("sign_in.put_out", { name: status.signed_out_by })}
        </Alert>
      ) : null}
      <Form
        form={form}
        submitLabel={wait > 0 ? t("wait", { count: wait }) : t("sign_in.submit")}
        disabled={wait > 0}
        fullWidth
      >
        <TextInput
          label={t("username")}
          autoComplete="username"
          autoFocus={known === ""}
          {...form.field("username")}
        />
        <PasswordInput
          label={t("password")}
          autoComplete="current-password"
          autoFocus={known !== ""}
          {...form.field("password")}
        />
      </Form>
      <DemoNote
        onChoose={(username, password) => {
          form.set("username", username);
          form.set("password", password);
        }}
      />
    </Entrance>
  );
}
