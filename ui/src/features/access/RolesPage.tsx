// Perfis de acesso: every permission in words, and which role gives it. A role's heading opens it.
import { Drawer } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Role, User } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { Page, PageHeader, PrimaryAction, StateView, useShortcuts } from "@/shared";
import { percent } from "@/shared/format";
import classes from "./Access.module.css";
import { areas } from "./areas";
import { RoleForm } from "./RoleForm";

export default function RolesPage() {
  const { t } = useTranslation("access");
  const roles = useCommandQuery("access.roles", {});
  const users = useCommandQuery("access.users", {});
  const [edited, setEdited] = useState<Role | "new" | null>(null);
  const [copied, setCopied] = useState<Role>();
  const add = () => setEdited("new");
  const copy = (role: Role) => {
    setCopied(role);
    setEdited("new");
  };
  const close = () => {
    setEdited(null);
    setCopied(undefined);
  };
  useShortcuts(t("roles.nav"), [{ keys: "n", label: t("roles.add"), run: add }]);
  const failed = roles.error ?? users.error;
  return (
    <Page
      flush
      header={
        <PageHeader
          title={t("roles.nav")}
          hint={t("roles.hint")}
          primary={<PrimaryAction label={t("roles.add")} keys="N" onClick={add} />}
        />
      }
    >
      {roles.data && users.data ? (
        <Matrix roles={roles.data} users={users.data} onOpen={setEdited} />
      ) : failed ? (
        <StateView
          kind="error"
          error={failed}
          onRetry={() => void Promise.all([roles.refetch(), users.refetch()])}
        />
      ) : (
        <StateView kind="loading" />
      )}
      <Drawer
        opened={edited !== null}
        onClose={close}
        title={t(edited === "new" ? "roles.add" : "roles.change")}
        keepMounted={false}
      >
        {edited ? (
          <RoleForm
            key={edited === "new" ? "new" : edited.id}
            role={edited === "new" ? null : edited}
            copyOf={edited === "new" ? copied : undefined}
            onCopy={copy}
            onDone={close}
          />
        ) : null}
      </Drawer>
    </Page>
  );
}

interface MatrixProps {
  roles: Role[];
  users: User[];
  onOpen: (role: Role) => void;
}

function Matrix({ roles, users, onOpen }: MatrixProps) {
  const { t } = useTranslation("access");
  const people = (role: Role) =>
    users.filter((user) => user.active && user.role_ids.includes(role.id)).length;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region is reached by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={t("roles.table")}>
      <table className={classes.matrix}>
        <thead>
          <tr>
            <th scope="col">{t("roles.permission")}</th>
            {roles.map((role) => (
              <th key={role.id} scope="col">
                <button type="button" className={classes.role} onClick={() => onOpen(role)}>
                  {role.name}
                  <small>{t("roles.people", { count: people(role) })}</small>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {areas.map((area) => (
            <Fragment key={area.key}>
              <tr className={classes.area}>
                <th scope="rowgroup" colSpan={roles.length + 1}>
                  {t(`areas.${area.key}`)}
                </th>
              </tr>
              {area.permissions.map((permission) => (
                <tr key={permission}>
                  <th scope="row">{t(`permissions.${permission}`)}</th>
                  {roles.map((role) => (
                    <td key={role.id}>
                      <Mark given={role.permissions.includes(permission)} />
                    </td>
                  ))}
                </tr>
              ))}
              {area.key === "sales" ? (
                <tr>
                  <th scope="row">{t("roles.discount")}</th>
                  {roles.map((role) => (
                    <td key={role.id}>{percent(role.discount_limit_bp)}</td>
                  ))}
                </tr>
              ) : null}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Mark({ given }: { given: boolean }) {
  const { t } = useTranslation("access");
  return (
    <>
      {given ? (
        <IconCheck size={16} stroke={2} className={classes.yes} aria-hidden />
      ) : (
        <span className={classes.no} aria-hidden>
          {"–"}
        </span>
      )}
      <span className="rg-hidden">{t(given ? "roles.yes" : "roles.no")}</span>
    </>
  );
}
