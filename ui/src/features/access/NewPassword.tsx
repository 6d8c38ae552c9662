import { Button, PasswordInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AppStatus } from "@/bindings";
import { useCommand } from "@/ipc";
import { Form, useCommandForm } from "@/shared/form";
import { Entrance } from "./Entrance";

/** The password was set by somebody else: nothing opens before it is replaced by one only its person knows. */
export function NewPassword({ status }: { status: AppStatus }) {
  const { t } = useTranslation("access");
  const form = useCommandForm("access.change_password", {
    initialValues: { new: "" },
    toRequest: (values) => ({ current: "", new: values.new }),
  });
  const signOut = useCommand("access.sign_out");
  return (
    <Entrance
      status={status}
      title={t("new_password.title")}
      text={t("new_password.text", { name: status.user?.name })}
    >
      <Form form={form} submitLabel={t("new_password.submit")} fullWidth>
        <PasswordInput
          label={t("new_password.field")}
          description={t("new_password.hint")}
          autoComplete="new-password"
          autoFocus
          {...form.field("new")}
        />
      </Form>
      <Button variant="subtle" color="gray" fullWidth mt={8} onClick={() => signOut.mutate({})}>
        {t("lock.other")}
      </Button>
    </Entrance>
  );
}
