// The installers' teams, kept by supervisors.
import { Button, Drawer, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Team } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import {
  Form,
  Page,
  PageHeader,
  PrimaryAction,
  StateView,
  Tag,
  toast,
  useCommandForm,
  useShortcuts,
} from "@/shared";
import { Row, Rows } from "@/shared/Rows";
import classes from "./Fulfilment.module.css";

const fresh: Team = { id: null, name: "", active: true, version: 0 };

export default function TeamsPage() {
  const { t } = useTranslation("fulfilment");
  const [edited, setEdited] = useState<Team | null>(null);
  const query = useCommandQuery("fulfilment.teams", {});
  const add = () => setEdited(fresh);
  useShortcuts(t("nav.teams"), [{ keys: "n", label: t("teams.add"), run: add }]);
  return (
    <Page
      header={
        <PageHeader
          title={t("nav.teams")}
          primary={<PrimaryAction label={t("teams.add")} keys="N" onClick={add} />}
        />
      }
    >
      {query.error ? (
        <StateView kind="error" error={query.error} onRetry={query.refetch} />
      ) : query.data === undefined ? (
        <StateView kind="loading" />
      ) : query.data.length === 0 ? (
        <StateView
          kind="empty"
          title={t("teams.empty")}
          description={t("teams.empty_text")}
          action={<Button onClick={add}>{t("teams.add")}</Button>}
        />
      ) : (
        <div className={classes.teams}>
          <Rows>
            {query.data.map((team) => (
              <Row
                key={team.id}
                first={team.name}
                end={
                  <Tag kind={team.active ? "good" : "closed"}>
                    {t(team.active ? "teams.active" : "teams.inactive")}
                  </Tag>
                }
                onChoose={() => setEdited(team)}
              />
            ))}
          </Rows>
        </div>
      )}
      <Drawer
        opened={edited !== null}
        onClose={() => setEdited(null)}
        title={t("teams.edit")}
        keepMounted={false}
      >
        {edited ? <TeamForm team={edited} onDone={() => setEdited(null)} /> : null}
      </Drawer>
    </Page>
  );
}

function TeamForm({ team, onDone }: { team: Team; onDone: () => void }) {
  const { t } = useTranslation("fulfilment");
  const form = useCommandForm("fulfilment.save_team", {
    initialValues: team,
    merge: {
      fields: [
        { name: "name", label: t("teams.name") },
        { name: "active", label: t("teams.may_go") },
      ],
    },
    onSuccess: (saved) => {
      toast(t("teams.saved", { name: saved.name }));
      onDone();
    },
  });
  return (
    <Form form={form} onCancel={onDone}>
      <TextInput data-autofocus label={t("teams.name")} {...form.field("name")} />
      <Switch
        label={t("teams.may_go")}
        checked={form.values.active}
        onChange={(event) => form.set("active", event.currentTarget.checked)}
      />
    </Form>
  );
}
