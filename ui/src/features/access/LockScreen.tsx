import { Button, PasswordInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AppStatus } from "@/bindings";
import { useCommand } from "@/ipc";
import { Form, useCommandForm } from "@/shared/form";
import { initials } from "@/shared/format";
import { Entrance } from "./Entrance";
import classes from "./Entrance.module.css";
import { useCountdown } from "./useCountdown";

/** The window is locked: the same person goes on where they were, or another signs in. */
export function LockScreen({ status }: { status: AppStatus }) {
  const { t } = useTranslation("access");
  const form = useCommandForm("access.unlock", { initialValues: { password: "" } });
  const signOut = useCommand("access.sign_out");
  const wait = useCountdown(form.error);
  const name = status.user?.name ?? "";
  return (
    <Entrance status={status} title={t("lock.title")} text={t("lock.text")}>
      <div className={classes.person}>
        <span className={classes.avatar} aria-hidden>
          {initials(name)}
        </span>
        <span>
          <div>{name}</div>
          <div className={classes.dim}>{status.user?.username}</div>
        </span>
      </div>
      <Form
        form={form}
        submitLabel={wait > 0 ? t("wait", { count: wait }) : t("lock.submit")}
        disabled={wait > 0}
        fullWidth
      >
        <PasswordInput
          label={t("password")}
          autoComplete="current-password"
          autoFocus
          {...form.field("password")}
        />
      </Form>
      <Button variant="subtle" color="gray" fullWidth mt={8} onClick={() => signOut.mutate({})}>
        {t("lock.other")}
      </Button>
    </Entrance>
  );
}
