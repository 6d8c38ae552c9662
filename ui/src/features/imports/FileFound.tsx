// What was recognised in a file: its kind and, column by column, the field it is taken for.
import { Alert, Button, Select, Table } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Inspection } from "@/bindings";
import { Card, useErrorText } from "@/shared";
import { count, dateTime } from "@/shared/format";
import classes from "./Imports.module.css";
import type { Chosen, Import } from "./useImport";

export function FileFound({ work }: { work: Import }) {
  const { t } = useTranslation("imports");
  // Once checked, what came out matters more than the columns: they fold away until asked for.
  const [unfolded, setUnfolded] = useState(false);
  const { chosen, missing } = work;
  if (!chosen) return null;
  const taken = chosen.fields.filter((field) => field !== null).length;
  const settled = work.job !== undefined && work.job.state !== "failed";
  const open = unfolded || !settled;
  const columns = t("found.columns", { taken, count: chosen.fields.length });
  return (
    <Card title={fileName(chosen.path)}>
      <Facts found={chosen.found} />
      {missing.length > 0 ? (
        <Alert color="amber" mt={8} role="status">
          {t("found.missing", { fields: missing.map((key) => t(`fields.${key}`)).join(", ") })}
        </Alert>
      ) : null}
      {chosen.found.unfinished && work.job === undefined ? (
        <Alert mt={8} role="status">
          <div className={classes.goOn}>
            {t("found.unfinished", {
              at: dateTime(chosen.found.unfinished.started_at),
              done: count(chosen.found.unfinished.lines_done),
              total: count(chosen.found.rows),
            })}
            <Button size="xs" loading={work.starting} onClick={work.resume}>
              {t("found.resume")}
            </Button>
          </div>
        </Alert>
      ) : null}
      {chosen.found.remembered ? <p className={classes.remembered}>{t("found.remembered")}</p> : null}
      <div className={classes.columnsTop}>
        <span>{columns}</span>
        {settled ? (
          <Button size="xs" variant="subtle" aria-expanded={open} onClick={() => setUnfolded(!unfolded)}>
            {open ? t("found.hide") : t("found.show")}
          </Button>
        ) : null}
      </div>
      {open ? <Columns work={work} chosen={chosen} label={columns} /> : null}
    </Card>
  );
}

function Columns({ work, chosen, label }: { work: Import; chosen: Chosen; label: string }) {
  const { t } = useTranslation("imports");
  const errors = useErrorText();
  const choices = chosen.found.fields.map((key) => ({ value: key, label: t(`fields.${key}`) }));
  const issueOf = (index: number) =>
    work.refusal?.issues.find((issue) => issue.field === `columns.${index}`) ?? null;
  return (
    <Table aria-label={label} className={classes.columns}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("found.column")}</Table.Th>
          <Table.Th>{t("found.samples")}</Table.Th>
          <Table.Th className={classes.fieldColumn}>{t("found.field")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {chosen.found.columns.map((column, index) => {
          const title = column.title || t("found.untitled", { number: index + 1 });
          const field = chosen.fields[index] ?? null;
          const issue = issueOf(index);
          return (
            <Table.Tr key={index} data-ignored={field === null || undefined}>
              <Table.Td className={classes.columnTitle}>{title}</Table.Td>
              <Table.Td className={classes.samples}>{column.samples.join(" · ")}</Table.Td>
              <Table.Td>
                <Select
                  aria-label={t("found.field_of", { column: title })}
                  data={choices}
                  value={field}
                  onChange={(key) => work.putField(index, key)}
                  placeholder={t("found.nothing")}
                  error={issue ? errors.issue(issue, "imports.run") : undefined}
                  disabled={work.running}
                  clearable
                  searchable
                />
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

const DELIMITERS: Record<string, string> = { ";": "semicolon", ",": "comma", "\t": "tab", "|": "pipe" };

function Facts({ found }: { found: Inspection }) {
  const { t } = useTranslation("imports");
  const { source } = found;
  const delimiter = DELIMITERS[source.delimiter];
  const facts: [string, string][] = [
    ["kind", t(`kinds.${source.kind}`)],
    ["encoding", source.encoding.replace("utf", "UTF").replace("windows", "Windows")],
    ["delimiter", delimiter ? t(`delimiters.${delimiter}`) : source.delimiter],
    ["sheet", source.sheet],
    ["header", t("facts.line", { line: found.header_line })],
    ["rows", count(found.rows)],
    ["price_table", found.price_table ?? ""],
  ];
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, value]) => value !== "")
        .map(([key, value]) => (
          <div key={key}>
            <dt>{t(`facts.${key}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function fileName(path: string): string {
  return path.trim().split(/[\\/]/).pop() || path;
}
