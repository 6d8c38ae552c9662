// One person: who they are, what they may, and (for somebody who exists) a new password.
import { Button, Checkbox, Group, Input, Switch, TextInput } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Role, User } from "@/bindings";
import { useCommand } from "@/ipc";
import { Form, Merge, toast, useCommandForm, useErrorText, useSession } from "@/shared";
import classes from "./Access.module.css";
import type { Once } from "./PeoplePage";

export interface PersonFormProps {
  /** Null for a new one. */
  person: User | null;
  roles: Role[];
  /** A one-time password was made. */
  onOnce: (once: Once) => void;
  onDone: () => void;
}

type Values = Pick<User, "version" | "username" | "name" | "active" | "role_ids"> & { email: string };

function valuesOf(person: User | null): Values {
  return {
    version: person?.version ?? 0,
    username: person?.username ?? "",
    name: person?.name ?? "",
    email: person?.email ?? "",
    active: person?.active ?? true,
    role_ids: person?.role_ids ?? [],
  };
}

export function PersonForm({ person, roles, onOnce, onDone }: PersonFormProps) {
  const { t } = useTranslation("access");
  const { user } = useSession();
  const [base] = useState(() => valuesOf(person));
  const form = useCommandForm("access.save_user", {
    initialValues: base,
    toRequest: (values) => ({ ...values, id: person?.id ?? null, password: "" }),
    onSuccess: (saved) => {
      if (saved.one_time_password !== null) onOnce({ user: saved, password: saved.one_time_password });
      else {
        toast(t("people.saved", { name: saved.name }));
        onDone();
      }
    },
  });
  const roleNames = (ids: string[]) =>
    roles
      .filter((role) => ids.includes(role.id))
      .map((role) => role.name)
      .join(", ");
  const merge = (
    <Merge
      error={form.error}
      base={base}
      mine={form.values}
      theirs={valuesOf as (current: never) => Values}
      fields={[
        { name: "name", label: t("people.name") },
        { name: "username", label: t("username") },
        { name: "email", label: t("people.email") },
        { name: "role_ids", label: t("people.roles"), text: roleNames },
        {
          name: "active",
          label: t("people.state"),
          text: (active: boolean) => t(active ? "people.on" : "people.off"),
        },
      ]}
      onMerged={(values) => {
        form.form.setValues(values);
        void form.submit();
      }}
    />
  );
  const own = person !== null && person.id === user?.id;
  const roleError = form.field("role_ids").error;
  return (
    <div className={classes.stack}>
      <Form
        form={form}
        merge={merge}
        submitLabel={person === null ? t("people.create") : undefined}
        onCancel={onDone}
      >
        <TextInput data-autofocus label={t("people.name")} {...form.field("name")} />
        <TextInput
          label={t("username")}
          description={t("people.username_hint")}
          {...form.field("username")}
        />
        <TextInput label={t("people.email")} description={t("people.email_hint")} {...form.field("email")} />
        <Input.Wrapper label={t("people.roles")} labelElement="div" error={roleError}>
          <Checkbox.Group
            aria-label={t("people.roles")}
            value={form.values.role_ids}
            onChange={(ids) => form.set("role_ids", ids)}
          >
            <div className={classes.roles}>
              {roles.map((role) => (
                <Checkbox key={role.id} value={role.id} label={role.name} />
              ))}
            </div>
          </Checkbox.Group>
        </Input.Wrapper>
        {person === null ? (
          <p className={classes.dim}>{t("people.password_hint")}</p>
        ) : (
          <Switch
            label={t("people.may_sign_in")}
            description={own ? t("people.own_state") : t("people.off_hint")}
            disabled={own}
            checked={form.values.active}
            error={form.field("active").error}
            onChange={(event) => form.set("active", event.currentTarget.checked)}
          />
        )}
      </Form>
      {person !== null && !own && person.active ? <Reset person={person} onOnce={onOnce} /> : null}
    </div>
  );
}

/** A forgotten password is replaced in two steps: the second says what it does. */
function Reset({ person, onOnce }: { person: User; onOnce: (once: Once) => void }) {
  const { t } = useTranslation("access");
  const words = useErrorText();
  const [asking, setAsking] = useState(false);
  const reset = useCommand("access.reset_password");
  const make = () =>
    reset.mutate({ id: person.id }, { onSuccess: ({ password }) => onOnce({ user: person, password }) });
  return (
    <div className={classes.apart}>
      <p className={classes.dim}>{t(asking ? "reset.ask" : "reset.text", { name: person.name })}</p>
      {asking ? (
        <Group gap={8}>
          <Button color="red" loading={reset.isPending} onClick={make}>
            {t("reset.confirm")}
          </Button>
          <Button autoFocus onClick={() => setAsking(false)}>
            {t("reset.keep")}
          </Button>
        </Group>
      ) : (
        <Button leftSection={<IconKey size={15} />} onClick={() => setAsking(true)}>
          {t("reset.action")}
        </Button>
      )}
      {reset.error ? (
        <p role="alert" className={classes.wrong}>
          {words.text(reset.error)}
        </p>
      ) : null}
    </div>
  );
}
