// One role: its name, how far a discount may go without approval, and what it allows.
import { Button, Checkbox, Input, TextInput } from "@mantine/core";
import { IconCopy, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Role } from "@/bindings";
import { useCommand } from "@/ipc";
import { Form, Merge, PercentInput, toast, useCommandForm, useErrorText } from "@/shared";
import { percent } from "@/shared/format";
import classes from "./Access.module.css";
import { areas } from "./areas";

const STARTING = [
  "administrator",
  "back_office",
  "back_office_supervisor",
  "commercial",
  "commercial_supervisor",
  "finance",
];

export interface RoleFormProps {
  /** Null for a new one. */
  role: Role | null;
  /** What a new one begins as: a copy of this. */
  copyOf?: Role;
  onCopy: (role: Role) => void;
  onDone: () => void;
}

type Values = Pick<Role, "version" | "name" | "discount_limit_bp" | "permissions">;

function valuesOf(role: Role | null): Values {
  return {
    version: role?.version ?? 0,
    name: role?.name ?? "",
    discount_limit_bp: role?.discount_limit_bp ?? 0,
    permissions: role?.permissions ?? [],
  };
}

export function RoleForm({ role, copyOf, onCopy, onDone }: RoleFormProps) {
  const { t } = useTranslation("access");
  const [base] = useState(() =>
    copyOf
      ? { ...valuesOf(copyOf), version: 0, name: t("roles.copy_name", { name: copyOf.name }) }
      : valuesOf(role),
  );
  const form = useCommandForm("access.save_role", {
    initialValues: base,
    toRequest: (values) => ({ ...values, id: role?.id ?? null }),
    onSuccess: (saved) => {
      toast(t("roles.saved", { name: saved.name }));
      onDone();
    },
  });
  const all = role?.key === "administrator";
  const inWords = (held: string[]) => held.map((permission) => t(`permissions.${permission}`)).join("\n");
  const merge = (
    <Merge
      error={form.error}
      base={base}
      mine={form.values}
      theirs={valuesOf as (current: never) => Values}
      fields={[
        { name: "name", label: t("roles.name") },
        { name: "discount_limit_bp", label: t("roles.discount"), text: (bp: number) => percent(bp) },
        { name: "permissions", label: t("roles.allows"), text: inWords },
      ]}
      onMerged={(values) => {
        form.form.setValues(values);
        void form.submit();
      }}
    />
  );
  return (
    <div className={classes.stack}>
      <Form form={form} merge={merge} onCancel={onDone}>
        <TextInput data-autofocus label={t("roles.name")} {...form.field("name")} />
        <PercentInput
          label={t("roles.discount")}
          description={t("roles.discount_hint")}
          {...form.field("discount_limit_bp")}
          onChange={(bp) => form.set("discount_limit_bp", bp ?? 0)}
        />
        <Input.Wrapper
          label={t("roles.allows")}
          labelElement="div"
          description={all ? t("roles.all_hint") : undefined}
          error={form.field("permissions").error}
        >
          <Checkbox.Group
            aria-label={t("roles.allows")}
            value={form.values.permissions}
            onChange={(held) => form.set("permissions", held)}
          >
            <div className={classes.roles}>
              {areas.map((area) => (
                <fieldset key={area.key} className={classes.group}>
                  <legend>{t(`areas.${area.key}`)}</legend>
                  {area.permissions.map((permission) => (
                    <div key={permission}>
                      <Checkbox value={permission} label={t(`permissions.${permission}`)} disabled={all} />
                    </div>
                  ))}
                </fieldset>
              ))}
            </div>
          </Checkbox.Group>
        </Input.Wrapper>
      </Form>
      {role === null ? null : (
        <div className={classes.apart}>
          <p className={classes.dim}>{t("roles.copy_hint")}</p>
          <Button leftSection={<IconCopy size={15} />} onClick={() => onCopy(role)}>
            {t("roles.copy")}
          </Button>
        </div>
      )}
      {role !== null && !STARTING.includes(role.key) ? <Remove role={role} onDone={onDone} /> : null}
    </div>
  );
}

function Remove({ role, onDone }: { role: Role; onDone: () => void }) {
  const { t } = useTranslation("access");
  const words = useErrorText();
  const remove = useCommand("access.remove_role");
  const press = () =>
    remove.mutate(
      { id: role.id, version: role.version },
      {
        onSuccess: () => {
          toast(t("roles.removed", { name: role.name }));
          onDone();
        },
      },
    );
  const [issue] = remove.error?.issues ?? [];
  return (
    <div className={classes.apart}>
      <p className={classes.dim}>{t("roles.remove_hint")}</p>
      <Button color="red" leftSection={<IconTrash size={15} />} loading={remove.isPending} onClick={press}>
        {t("roles.remove")}
      </Button>
      {remove.error ? (
        <p role="alert" className={classes.wrong}>
          {issue ? words.issue(issue, "access.remove_role") : words.text(remove.error)}
        </p>
      ) : null}
    </div>
  );
}
