// The lines that are not taken: how many for which reason, each with its value, and the way to a spreadsheet.
import { Button, Group, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ImportSummary, Rejection } from "@/bindings";
import { useCommand, useCommandQuery } from "@/ipc";
import { Card, errorToast, StateView, safeCell, toast, useErrorText } from "@/shared";
import { count } from "@/shared/format";
import { saveFile } from "@/shell";
import classes from "./Imports.module.css";

/** Lines shown; the CSV has all of them. */
const ROWS_SHOWN = 200;
/** Every name a reason's sentence may have a hole for. */
const HOLES = ["max", "min", "line", "found", "fields"];

export function Rejections({ job, summary }: { job: string; summary: ImportSummary }) {
  const { t } = useTranslation("imports");
  const errors = useErrorText();
  const query = useCommandQuery("imports.rejections", { id: job, offset: 0, limit: ROWS_SHOWN });
  const save = useCommand("imports.save_rejections");
  const rows = query.data?.rejections ?? [];
  const sentence = (code: string, params: Record<string, string>) =>
    errors.issue({ field: "", code, params }, "imports.run");
  const reason = (row: Rejection) => sentence(row.code, row.params);
  const titles: [string, string, string, string] = [
    t("rejected.line"),
    t("rejected.column"),
    t("rejected.value"),
    t("rejected.reason"),
  ];
  const copy = async () => {
    const lines = rows.map((row) =>
      [String(row.line), row.column, row.value, reason(row)].map(safeCell).join("\t"),
    );
    await navigator.clipboard.writeText([titles.join("\t"), ...lines].join("\n"));
    toast(t("rejected.copied"));
  };
  const store = async () => {
    const file = await saveFile(t("rejected.save"), "table", t("rejected.file_name"));
    if (!file) return;
    // The values stay as {{name}}: the program fills in each line's own.
    const open = Object.fromEntries(HOLES.map((name) => [name, `{{${name}}}`]));
    const reasons = Object.fromEntries(
      Object.keys(summary.reasons).map((code) => [code, sentence(code, open)]),
    );
    save.mutate(
      { id: job, file, titles, reasons },
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
          <Button size="xs" variant="subtle" onClick={() => void copy()} disabled={rows.length === 0}>
            {t("rejected.copy")}
          </Button>
          <Button size="xs" variant="subtle" loading={save.isPending} onClick={() => void store()}>
            {t("rejected.save")}
          </Button>
        </Group>
      }
    >
      {query.data ? (
        <>
          <Reasons summary={summary} rows={rows} sentence={sentence} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
          <section className={classes.scroll} tabIndex={0} aria-label={t("rejected.table")}>
            <Lines titles={titles} rows={rows} reason={reason} />
          </section>
          {left > 0 ? (
            <Text size="sm" mt={8}>
              {t("rejected.more", { count: left, figure: count(left) })}
            </Text>
          ) : null}
        </>
      ) : (
        <StateView
          kind={query.error ? "error" : "loading"}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
    </Card>
  );
}

interface ReasonsProps {
  summary: ImportSummary;
  rows: Rejection[];
  sentence: (code: string, params: Record<string, string>) => string;
}

/** How often each reason occurs, the most frequent first. */
function Reasons({ summary, rows, sentence }: ReasonsProps) {
  const { t } = useTranslation("imports");
  const codes = Object.entries(summary.reasons).sort(([, one], [, other]) => other - one);
  const params = (code: string) =>
    rows.find((row) => row.code === code)?.params ?? Object.fromEntries(HOLES.map((name) => [name, "…"]));
  return (
    <ul className={classes.reasons} aria-label={t("rejected.reasons")}>
      {codes.map(([code, times]) => (
        <li key={code}>
          <span className={classes.times}>{count(times)}</span> {sentence(code, params(code))}
        </li>
      ))}
    </ul>
  );
}

interface LinesProps {
  titles: string[];
  rows: Rejection[];
  reason: (row: Rejection) => string;
}

function Lines({ titles, rows, reason }: LinesProps) {
  const { t } = useTranslation("imports");
  return (
    <Table stickyHeader>
      <Table.Thead>
        <Table.Tr>
          {titles.map((title, index) => (
            <Table.Th key={title} className={index === 0 ? classes.line : undefined}>
              {title}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row, index) => (
          <Table.Tr key={index}>
            <Table.Td className={classes.line}>{row.line}</Table.Td>
            <Table.Td>{row.column || t("rejected.whole_line")}</Table.Td>
            <Table.Td className={classes.value}>{row.value}</Table.Td>
            <Table.Td>{reason(row)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
