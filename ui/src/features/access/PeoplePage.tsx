// Pessoas: who signs in, with which roles. New people and forgotten passwords get one that works once.
import { Drawer, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { User } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import {
  type Column,
  DataTable,
  FilterChips,
  Page,
  PageHeader,
  PrimaryAction,
  StateView,
  Tag,
  useAppStatus,
  useLocalRows,
  useRouteQuery,
  useShortcuts,
} from "@/shared";
import { dateTime } from "@/shared/format";
import classes from "./Access.module.css";
import { OnceShown } from "./OnceShown";
import { PersonForm } from "./PersonForm";

type State = "active" | "inactive";
const NOBODY: User[] = [];

/** Without accents and case, as people search. */
function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

export interface Once {
  user: User;
  password: string;
}

export default function PeoplePage() {
  const { t } = useTranslation("access");
  const users = useCommandQuery("access.users", {});
  const roles = useCommandQuery("access.roles", {});
  const own = useAppStatus().data?.database.guarded ? [t("people.guarded")] : [];
  const asked = useRouteQuery("new") !== undefined;
  const [edited, setEdited] = useState<User | "new" | null>(asked ? "new" : null);
  const [once, setOnce] = useState<Once | null>(null);
  const [state, setState] = useState<State | null>("active");
  const [text, setText] = useState("");
  const all = users.data ?? NOBODY;
  const shown = useMemo(() => {
    const wanted = folded(text.trim());
    return all.filter(
      (user) =>
        (state === null || user.active === (state === "active")) &&
        folded(`${user.name} ${user.username} ${user.email ?? ""}`).includes(wanted),
    );
  }, [all, state, text]);
  const columns = useColumns();
  const source = useLocalRows(shown);
  const add = () => setEdited("new");
  const close = () => {
    setEdited(null);
    setOnce(null);
  };
  useShortcuts(t("people.nav"), [{ keys: "n", label: t("people.add"), run: add }]);
  const failed = users.error ?? roles.error;
  const loaded = users.data !== undefined && roles.data !== undefined;
  const active = all.filter((user) => user.active).length;
  return (
    <Page
      flush
      header={
        <PageHeader
          title={t("people.nav")}
          hint={loaded ? [t("people.count", { count: active }), ...own].join(" · ") : null}
          primary={<PrimaryAction label={t("people.add")} keys="N" onClick={add} />}
        />
      }
    >
      {loaded ? (
        <>
          <div className={classes.filters}>
            <TextInput
              className={classes.search}
              aria-label={t("people.search")}
              placeholder={t("people.search")}
              leftSection={<IconSearch size={15} aria-hidden />}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <FilterChips<State>
              label={t("people.filter")}
              value={state}
              onChange={setState}
              options={[
                { value: "active", label: t("people.active"), count: active },
                { value: "inactive", label: t("people.inactive"), count: all.length - active },
              ]}
            />
          </div>
          <DataTable
            id="people"
            label={t("people.nav")}
            source={source}
            columns={columns}
            rowId={(user) => user.id}
            onOpen={setEdited}
            empty={<StateView kind="empty" title={t("people.empty")} description={t("people.empty_text")} />}
          />
        </>
      ) : failed ? (
        <StateView
          kind="error"
          error={failed}
          onRetry={() => void Promise.all([users.refetch(), roles.refetch()])}
        />
      ) : (
        <StateView kind="loading" />
      )}
      <Drawer
        opened={edited !== null}
        onClose={close}
        title={once || edited === "new" ? t(once ? "once.heading" : "people.add") : t("people.change")}
        keepMounted={false}
      >
        {once ? (
          <OnceShown
            name={once.user.name}
            username={once.user.username}
            password={once.password}
            onDone={close}
          />
        ) : edited ? (
          <PersonForm
            key={edited === "new" ? "new" : edited.id}
            person={edited === "new" ? null : edited}
            roles={roles.data ?? []}
            onOnce={setOnce}
            onDone={close}
          />
        ) : null}
      </Drawer>
    </Page>
  );
}

function useColumns(): Column<User>[] {
  const { t } = useTranslation("access");
  const roles = useCommandQuery("access.roles", {}).data;
  const state = (user: User) =>
    user.active ? t(user.must_replace_password ? "people.once" : "people.on") : t("people.off");
  const names = (user: User) =>
    (roles ?? [])
      .filter((role) => user.role_ids.includes(role.id))
      .map((role) => role.name)
      .join(", ");
  return [
    { id: "name", header: t("people.name"), width: 220, cell: (user) => user.name },
    { id: "username", header: t("username"), width: 130, cell: (user) => user.username },
    { id: "roles", header: t("people.roles"), width: 220, cell: names },
    {
      id: "state",
      header: t("people.state"),
      width: 140,
      cell: (user) => (
        <Tag kind={user.active ? (user.must_replace_password ? "today" : "good") : "closed"}>
          {state(user)}
        </Tag>
      ),
      text: state,
    },
    {
      id: "last_sign_in_at",
      header: t("people.last_sign_in"),
      width: 140,
      cell: (user) => dateTime(user.last_sign_in_at) || t("people.never"),
    },
    { id: "email", header: t("people.email"), width: 240, cell: (user) => user.email ?? "" },
  ];
}
