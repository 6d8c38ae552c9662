// One merge: what went into what, and what taking it back asks.
import { Alert, Button, Radio } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MergeDetail as Detail, MergeField, UndoConflict } from "@/bindings";
import { useCommand, useCommandQuery } from "@/ipc";
import { Card, Page, PageHeader, RouterLink, StateView, Tag, toast, useErrorText } from "@/shared";
import { FormErrors } from "@/shared/form/Form";
import { dateTime } from "@/shared/format";
import classes from "./Duplicates.module.css";
import { RowCounts } from "./RowCounts";
import { plain } from "./undoWords";

export function MergeDetail({ id, onOpen }: { id: string; onOpen: (id: string) => void }) {
  const query = useCommandQuery("duplicates.merged", { id });
  if (query.data === undefined) {
    return query.error ? (
      <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <StateView kind="loading" />
    );
  }
  return <Shown detail={query.data} onOpen={onOpen} onStale={() => void query.refetch()} />;
}

interface ShownProps {
  detail: Detail;
  onOpen: (id: string) => void;
  onStale: () => void;
}

function Shown({ detail, onOpen, onStale }: ShownProps) {
  const { t } = useTranslation("duplicates");
  const { merge, fichas } = detail;
  return (
    <Page
      header={
        <PageHeader
          title={t("history.number", { number: merge.number })}
          hint={t("history.when", { at: dateTime(merge.merged_at), by: merge.merged_by })}
        >
          <Tag kind={merge.undone_at ? "closed" : "open"}>
            {t(merge.undone_at ? "history.undone" : "history.stands")}
          </Tag>
        </PageHeader>
      }
    >
      <div className={classes.stack}>
        <div className={classes.cards}>
          <Card title={t("history.survivor")}>
            <RouterLink to={`/customers/${merge.survivor_id}` as string}>
              {merge.survivor_code} {merge.survivor_name}
            </RouterLink>
          </Card>
          <Card title={t("history.fichas")}>
            <ul className={classes.plain}>
              {fichas.map((ficha) => (
                <li key={ficha.id}>
                  {merge.undone_at ? (
                    <RouterLink to={`/customers/${ficha.id}` as string}>
                      {ficha.code} {ficha.name}
                    </RouterLink>
                  ) : (
                    `${ficha.code} ${ficha.name}`
                  )}
                </li>
              ))}
            </ul>
          </Card>
        </div>
        {merge.undone_at ? (
          <p className={classes.dim}>
            {t("history.undone_when", { at: dateTime(merge.undone_at), by: merge.undone_by })}
          </p>
        ) : (
          <Undo detail={detail} onOpen={onOpen} onStale={onStale} />
        )}
      </div>
    </Page>
  );
}

function Undo({ detail, onOpen, onStale }: ShownProps) {
  const { t } = useTranslation("duplicates");
  const words = useErrorText();
  const undo = useCommand("duplicates.undo");
  const [kept, setKept] = useState<Partial<Record<MergeField, boolean>>>({});
  const [asked, setAsked] = useState(false);
  const { merge, conflicts, blocked_by: blocked } = detail;
  const undecided = conflicts.some((conflict) => kept[conflict.field] === undefined);
  const run = () =>
    undo.mutate(
      {
        id: merge.id,
        survivor_version: detail.survivor_version,
        decisions: conflicts.map(({ field }) => ({ field, keep: kept[field] === true })),
      },
      {
        onSuccess: () => toast(t("undo.done")),
        onError: (error) => {
          setAsked(false);
          if (error.code !== "unavailable") onStale();
        },
      },
    );
  const told = undo.error?.issues.map((issue) => words.issue(issue, "duplicates.undo")).join(" ");
  return (
    <Card title={t("undo.title")}>
      <div className={classes.stack}>
        <p className={classes.dim}>{t("undo.text")}</p>
        <div className={classes.plain}>
          <strong>{t("undo.returning")}</strong>
          <RowCounts rows={detail.returning} none={t("undo.nothing_returns")} />
        </div>
        {undo.error ? <FormErrors text={told || words.text(undo.error)} /> : null}
        {blocked.length > 0 ? (
          <Alert color="amber" variant="light" title={t("undo.blocked")}>
            {blocked.map((row) => (
              <Button key={row.merge.id} size="xs" mr={6} onClick={() => onOpen(row.merge.id)}>
                {t("history.number", { number: row.merge.number })}
              </Button>
            ))}
          </Alert>
        ) : null}
        {conflicts.length > 0 ? <strong>{t("undo.conflicts")}</strong> : null}
        {conflicts.map((conflict) => (
          <Decision
            key={conflict.field}
            conflict={conflict}
            keep={kept[conflict.field]}
            onKeep={(keep) => setKept((known) => ({ ...known, [conflict.field]: keep }))}
          />
        ))}
        {asked ? (
          <div className={classes.row}>
            <Button variant="filled" loading={undo.isPending} onClick={run}>
              {t("undo.confirm")}
            </Button>
            <Button onClick={() => setAsked(false)}>{t("undo.cancel")}</Button>
          </div>
        ) : (
          <div className={classes.row}>
            <Button
              variant="filled"
              disabled={undecided || blocked.length > 0}
              onClick={() => setAsked(true)}
            >
              {t("undo.action")}
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}

interface DecisionProps {
  conflict: UndoConflict;
  keep: boolean | undefined;
  onKeep: (keep: boolean) => void;
}

/** A field changed after the merge: as it is now, or as it was before. */
function Decision({ conflict, keep, onKeep }: DecisionProps) {
  const { t } = useTranslation("duplicates");
  const word = (value: unknown) => plain((key) => t(key as never), value) || t("undo.empty");
  return (
    <Radio.Group
      label={t(`fields.${conflict.field}`)}
      value={keep === undefined ? "" : keep ? "keep" : "restore"}
      onChange={(chosen) => onKeep(chosen === "keep")}
    >
      <div className={classes.stack}>
        <Radio value="keep" label={t("undo.keep")} description={word(conflict.now)} />
        <Radio value="restore" label={t("undo.restore")} description={word(conflict.before)} />
      </div>
    </Radio.Group>
  );
}
