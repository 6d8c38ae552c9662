// How a check or an import goes and what came out: progress, counts, and the lines that are not taken.
import { Alert, Button, Group, Progress, Table, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ImportFile, JobRef, Rejection } from "@/bindings";
import { type CommandError, useCommand, useCommandQuery } from "@/ipc";
import { Card, errorToast, RouterLink, StateView, toast, useErrorText } from "@/shared";
import { count } from "@/shared/format";
import { saveFile } from "@/shell";
import classes from "./Imports.module.css";

/** What the job of a check or an import results in. */
interface ImportSummary {
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  skipped: number;
  renumbered: number;
  without_address: number;
  /** Lines that are not taken, by the code of their reason. */
  reasons: Record<string, number>;
}

/** How often a running job is looked at, in milliseconds. */
const LOOK_AGAIN_MS = 250;
/** Lines shown; the CSV has all of them. */
const ROWS_SHOWN = 200;

export interface OutcomeProps {
  job: JobRef;
  file: ImportFile;
  /** Given after a check: begins the import itself. */
  onImport?: (job: JobRef) => void;
  onAgain: () => void;
}

export function Outcome({ job, file, onImport, onAgain }: OutcomeProps) {
  const { t } = useTranslation("imports");
  const errors = useErrorText();
  const [ended, setEnded] = useState(false);
  const query = useCommandQuery("jobs.get", { id: job.id }, ended ? {} : { refetchInterval: LOOK_AGAIN_MS });
  const cancel = useCommand("jobs.cancel");
  const found = query.data;
  if (found?.ended_at && !ended) setEnded(true);
  if (!found) {
    const kind = query.error ? "error" : "loading";
    return <StateView kind={kind} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!found.ended_at) {
    const total = found.total ?? 0;
    return (
      <Card title={onImport ? t("running.dry") : t("running.run")}>
        <Progress
          value={total > 0 ? (found.done / total) * 100 : 0}
          aria-label={t("running.progress", { done: count(found.done), total: count(total) })}
        />
        <Group justify="space-between" mt={8}>
          <Text size="sm">{t("running.progress", { done: count(found.done), total: count(total) })}</Text>
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate({ id: job.id })}>
            {t("running.cancel")}
          </Button>
        </Group>
      </Card>
    );
  }
  if (found.state === "failed") {
    const failure = found.result as CommandError;
    const sentences = failure.issues?.length
      ? failure.issues.map((issue) => errors.issue(issue, "imports.run"))
      : [errors.text(failure)];
    return (
      <Alert color="red" role="alert">
        {sentences.join(" ")}
      </Alert>
    );
  }
  const summary = found.result as ImportSummary;
  const title =
    found.state === "cancelled"
      ? t("checked.title_cancelled")
      : onImport
        ? t("checked.title_dry")
        : t("checked.title_run");
  return (
    <>
      <Card title={title}>
        <Counts summary={summary} />
        <Next summary={summary} file={file} onImport={onImport} onAgain={onAgain} />
      </Card>
      {summary.rejected > 0 ? <Rejections job={job} summary={summary} /> : null}
    </>
  );
}

function Counts({ summary }: { summary: ImportSummary }) {
  const { t } = useTranslation("imports");
  const notes = (["skipped", "renumbered", "without_address"] as const).filter((key) => summary[key] > 0);
  return (
    <>
      <div className={classes.figures}>
        {(["created", "updated", "unchanged", "rejected"] as const).map((key) => (
          <div className={classes.figure} key={key}>
            <span className={classes.number}>{count(summary[key])}</span>
            <span>{t(`checked.${key}`)}</span>
          </div>
        ))}
      </div>
      {summary.rejected === 0 ? <Text size="sm">{t("checked.none_rejected")}</Text> : null}
      {notes.map((key) => (
        <Text size="sm" key={key}>
          {t(`checked.${key}`, { count: summary[key] })}
        </Text>
      ))}
    </>
  );
}

function Next({
  summary,
  file,
  onImport,
  onAgain,
}: {
  summary: ImportSummary;
  file: ImportFile;
  onImport?: (job: JobRef) => void;
  onAgain: () => void;
}) {
  const { t } = useTranslation("imports");
  const errors = useErrorText();
  const run = useCommand("imports.run");
  const fresh = summary.created + summary.updated;
  if (onImport && fresh > 0) {
    return (
      <Group mt={12}>
        <Button loading={run.isPending} onClick={() => run.mutate(file, { onSuccess: onImport })}>
          {t("checked.import", { count: fresh })}
        </Button>
        {run.error ? <Text c="red">{errors.text(run.error)}</Text> : null}
      </Group>
    );
  }
  const list = file.target === "customers" ? "/customers" : "/products";
  return (
    <Group mt={12}>
      {onImport ? <Text>{t("checked.nothing_new")}</Text> : null}
      <RouterLink to={list}>{t(`checked.list_${file.target}`)}</RouterLink>
      <Button variant="default" onClick={onAgain}>
        {t("checked.again")}
      </Button>
    </Group>
  );
}

function Rejections({ job, summary }: { job: JobRef; summary: ImportSummary }) {
  const { t } = useTranslation("imports");
  const errors = useErrorText();
  const query = useCommandQuery("imports.rejections", { id: job.id, offset: 0, limit: ROWS_SHOWN });
  const save = useCommand("imports.save_rejections");
  const rows = query.data?.rejections ?? [];
  const reason = (row: Rejection) =>
    errors.issue({ field: row.field, code: row.code, params: row.params }, "imports.run");
  const titles = [t("rejected.line"), t("rejected.column"), t("rejected.value"), t("rejected.reason")];
  const copy = async () => {
    const lines = rows.map((row) => [row.line, row.column, row.value, reason(row)].join("\t"));
    await navigator.clipboard.writeText([titles.join("\t"), ...lines].join("\n"));
    toast(t("rejected.copied"));
  };
  const store = async () => {
    const file = await saveFile(t("rejected.save"), "table", t("rejected.file_name"));
    if (!file) return;
    // The values stay as {{name}}: the program fills in each line's own.
    const keep = new Proxy({}, { get: (_, name) => `{{${String(name)}}}` }) as Record<string, string>;
    const names = ["max", "min", "line", "found", "fields"];
    const params = Object.fromEntries(names.map((name) => [name, keep[name] ?? ""]));
    const reasons = Object.fromEntries(
      Object.keys(summary.reasons).map((code) => [
        code,
        errors.issue({ field: "", code, params }, "imports.run"),
      ]),
    );
    save.mutate(
      { id: job.id, file, titles: titles as [string, string, string, string], reasons },
      {
        onSuccess: () => toast(t("rejected.saved")),
        onError: (error) => errorToast(errors.text(error)),
      },
    );
  };
  const left = (query.data?.total ?? 0) - rows.length;
  return (
    <Card
      title={t("rejected.title")}
      action={
        <Group gap={4}>
          <Button size="xs" variant="subtle" onClick={() => void copy()}>
            {t("rejected.copy")}
          </Button>
          <Button size="xs" variant="subtle" loading={save.isPending} onClick={() => void store()}>
            {t("rejected.save")}
          </Button>
        </Group>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label={t("rejected.title")}>
        <Table stickyHeader>
          <Table.Thead>
            <Table.Tr>
              {titles.map((title) => (
                <Table.Th key={title}>{title}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row, index) => (
              <Table.Tr key={`${row.line} ${row.field} ${index}`}>
                <Table.Td>{row.line}</Table.Td>
                <Table.Td>{row.column || t("rejected.whole_line")}</Table.Td>
                <Table.Td className={classes.value}>{row.value}</Table.Td>
                <Table.Td>{reason(row)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
      {left > 0 ? <Text size="sm">{t("rejected.more", { count: left })}</Text> : null}
    </Card>
  );
}
