// The fields that say where a server is and who signs in; the same for choosing one and for moving to one.
import { PasswordInput, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ServerInput } from "@/bindings";
import classes from "./Setup.module.css";

/** Props of one control, as a form gives them. */
type Field = (name: keyof ServerInput) => object;

interface ServerFieldsProps {
  field: Field;
  autoFocus?: boolean;
  /** Asks who signs in for everybody; a base where each person has a role of their own needs nobody. */
  user?: boolean;
  /** Stands before the user. */
  children?: ReactNode;
}

export function ServerFields({ field, autoFocus, user = true, children }: ServerFieldsProps) {
  const { t } = useTranslation("setup");
  return (
    <>
      <div className={classes.place}>
        <TextInput
          label={t("fields.host")}
          placeholder={t("examples.host")}
          autoFocus={autoFocus}
          spellCheck={false}
          {...field("host")}
        />
        <TextInput label={t("fields.port")} placeholder="5432" inputMode="numeric" {...field("port")} />
      </div>
      <TextInput
        label={t("fields.database")}
        placeholder={t("examples.database")}
        spellCheck={false}
        {...field("database")}
      />
      {children}
      {user ? (
        <div className={classes.two}>
          <TextInput label={t("fields.user")} autoComplete="username" spellCheck={false} {...field("user")} />
          <PasswordInput
            label={t("fields.password")}
            autoComplete="current-password"
            {...field("password")}
          />
        </div>
      ) : null}
      <TextInput
        label={t("fields.certificate")}
        description={t("fields.certificate_hint")}
        placeholder={t("examples.certificate")}
        spellCheck={false}
        {...field("certificate")}
      />
    </>
  );
}

export const EMPTY_SERVER: ServerInput = {
  host: "",
  port: "5432",
  database: "retaguarda",
  own_users: false,
  user: "",
  password: "",
  certificate: "",
};
