// One entry: what was changed, field by field.
import { Anchor, Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AuditEntry } from "@/bindings";
import { count, dateTime } from "@/shared/format";
import { useGo } from "@/shared/nav";
import { Page, PageHeader } from "@/shared/Page";
import classes from "./Audit.module.css";
import { useEntityName, useFieldName, useTitle, useValue, useWho } from "./words";

interface EntryDetailProps {
  entry: AuditEntry;
  /** Shows only what was done by the same command. */
  onCommand: (command: string) => void;
}

export function EntryDetail({ entry, onCommand }: EntryDetailProps) {
  const { t } = useTranslation("audit");
  const go = useGo();
  const kind = useEntityName();
  const who = useWho();
  const title = useTitle();
  const name = useFieldName();
  const value = useValue();
  const history = `/audit?entity=${entry.entity}&id=${encodeURIComponent(entry.entity_id)}`;
  const header = (
    <PageHeader
      title={title(entry.label) || t("number", { seq: count(entry.seq) })}
      hint={t(`did.${entry.kind}`, { who: who(entry.actor_name), what: kind(entry.entity) })}
      primary={<Button onClick={() => go(history)}>{t("only_this")}</Button>}
    />
  );
  return (
    <Page header={header}>
      {entry.fields.length === 0 ? (
        <p className={classes.dim}>{t("no_fields")}</p>
      ) : (
        <table className={classes.fields}>
          <thead>
            <tr>
              <th scope="col">{t("field")}</th>
              <th scope="col">{t("before")}</th>
              <th scope="col">{t("after")}</th>
            </tr>
          </thead>
          <tbody>
            {entry.fields.map((field) => (
              <tr key={field.field}>
                <th scope="row">{name(field.field)}</th>
                <td data-side={field.before === null ? undefined : "before"}>
                  {value(field.field, field.before)}
                </td>
                <td data-side={field.after === null ? undefined : "after"}>
                  {value(field.field, field.after)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {entry.fields_left_out > 0 ? (
        <p className={classes.dim}>
          {t("left_out", { count: entry.fields_left_out, fields: count(entry.fields_left_out) })}
        </p>
      ) : null}
      <p className={classes.origin}>
        {t("origin", { seq: count(entry.seq), at: dateTime(entry.at), command: entry.command })}{" "}
        <Anchor component="button" type="button" size="xs" onClick={() => onCommand(entry.command)}>
          {t("only_command")}
        </Anchor>
        <br />
        {t("hash", { hash: entry.hash })}
      </p>
    </Page>
  );
}
