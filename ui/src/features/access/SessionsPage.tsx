// Acessos: who is in and can be put out, and who came in or was refused, from where.
import { Button, Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OpenSession, SignInPlace } from "@/bindings";
import { call, useCommand, useCommandQuery } from "@/ipc";
import { Card, FilterChips, Page, PageHeader, StateView, Tag, toast } from "@/shared";
import { useErrorText } from "@/shared/errors";
import { FormErrors } from "@/shared/form/Form";
import { dateTime } from "@/shared/format";
import classes from "./Sessions.module.css";

export default function SessionsPage() {
  const { t } = useTranslation("access");
  return (
    <Page header={<PageHeader title={t("sessions.nav")} hint={t("sessions.hint")} />}>
      <div className={classes.page}>
        <Open />
        <History />
      </div>
    </Page>
  );
}

function Open() {
  const { t } = useTranslation("access");
  const query = useCommandQuery("access.sessions", {});
  const end = useCommand("access.end_session");
  const words = useErrorText();
  if (query.data === undefined) {
    return query.isError ? (
      <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <StateView kind="loading" />
    );
  }
  const { sessions, own } = query.data;
  const put = (session: OpenSession) =>
    end.mutate(
      { id: session.id },
      { onSuccess: () => toast(t("sessions.ended", { name: session.user_name })) },
    );
  return (
    <Card title={t("sessions.open", { count: sessions.length })}>
      {end.error ? <FormErrors text={words.text(end.error)} /> : null}
      <table className={classes.entries}>
        <thead>
          <tr>
            <th scope="col">{t("sessions.person")}</th>
            <th scope="col">{t("sessions.since")}</th>
            <th scope="col">{t("sessions.machine")}</th>
            <th scope="col">{t("sessions.program")}</th>
            <th scope="col">
              <span className="rg-hidden">{t("sessions.end")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <tr key={session.id}>
              <th scope="row">{session.user_name}</th>
              <td>{dateTime(session.started_at)}</td>
              <td>{session.machine || t("sessions.unknown")}</td>
              <td>{session.program || t("sessions.unknown")}</td>
              <td>
                {session.id === own ? (
                  <Tag kind="good">{t("sessions.own")}</Tag>
                ) : (
                  <Button
                    size="xs"
                    aria-label={t("sessions.end_of", {
                      name: session.user_name,
                      since: dateTime(session.started_at),
                    })}
                    loading={end.isPending && end.variables?.id === session.id}
                    onClick={() => put(session)}
                  >
                    {t("sessions.end")}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function History() {
  const { t } = useTranslation("access");
  const people = useCommandQuery("access.users", {});
  const [person, setPerson] = useState<string | null>(null);
  const [refused, setRefused] = useState<"refused" | null>(null);
  const query = useInfiniteQuery({
    queryKey: ["access.sign_ins", person, refused],
    queryFn: ({ pageParam }) =>
      call("access.sign_ins", { user_id: person, refused: refused !== null, before: pageParam }),
    initialPageParam: null as SignInPlace | null,
    getNextPageParam: (page) => {
      const last = page.entries.at(-1);
      return page.more && last ? { at: last.at, id: last.id } : null;
    },
  });
  const entries = query.data?.pages.flatMap((page) => page.entries);
  return (
    <Card title={t("sessions.history")}>
      <div className={classes.narrow}>
        <Select
          aria-label={t("sessions.person")}
          placeholder={t("sessions.everybody")}
          searchable
          clearable
          data={(people.data ?? []).map((user) => ({ value: user.id, label: user.name }))}
          value={person}
          onChange={setPerson}
        />
        <FilterChips<"refused">
          label={t("sessions.show")}
          value={refused}
          onChange={setRefused}
          options={[{ value: "refused", label: t("sessions.refused") }]}
        />
      </div>
      {query.isError ? (
        <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />
      ) : entries === undefined ? (
        <StateView kind="loading" />
      ) : entries.length === 0 ? (
        <StateView kind="empty" title={t("sessions.empty")} description={t("sessions.empty_text")} />
      ) : (
        <table className={classes.entries}>
          <thead>
            <tr>
              <th scope="col">{t("sessions.when")}</th>
              <th scope="col">{t("sessions.person")}</th>
              <th scope="col">{t("sessions.outcome")}</th>
              <th scope="col">{t("sessions.machine")}</th>
              <th scope="col">{t("sessions.program")}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.id}>
                <td>{dateTime(entry.at)}</td>
                <td>{entry.user_name ?? t("sessions.nobody")}</td>
                <td>
                  <Tag kind={entry.outcome === "signed_in" ? "good" : "overdue"}>
                    {t(`sessions.outcomes.${entry.outcome}`)}
                  </Tag>
                </td>
                <td>{entry.machine || t("sessions.unknown")}</td>
                <td>{entry.program || t("sessions.unknown")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {query.hasNextPage ? (
        <Button mt={8} loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("sessions.more")}
        </Button>
      ) : null}
    </Card>
  );
}
