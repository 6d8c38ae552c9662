// What was recognised in a file: its kind and, column by column, the field it is taken for.
import { Alert, Button, Group, Select, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ImportFile, Inspection, JobRef } from "@/bindings";
import { useCommand } from "@/ipc";
import { Card, useErrorText } from "@/shared";
import { count } from "@/shared/format";

export interface FileFoundProps {
  path: string;
  found: Inspection;
  fields: (string | null)[];
  file: ImportFile;
  /** The check has been made for exactly these columns. */
  settled: boolean;
  onFields: (fields: (string | null)[]) => void;
  onOther: () => void;
  onChecked: (job: JobRef) => void;
}

export function FileFound(props: FileFoundProps) {
  const { path, found, fields, file, settled, onFields, onOther, onChecked } = props;
  const { t } = useTranslation("imports");
  const errors = useErrorText();
  const check = useCommand("imports.dry_run");
  const missing = found.missing.filter((key) => !fields.includes(key));
  const choices = found.fields.map((key) => ({ value: key, label: t(`fields.${key}`) }));
  const put = (index: number, key: string | null) =>
    onFields(fields.map((field, at) => (at === index ? key : field)));
  return (
    <Card title={t("found.title")} action={<Other label={t("found.other")} onClick={onOther} />}>
      <Text>{fileName(path)}</Text>
      <Text size="sm" mb={8}>
        <Facts found={found} />
      </Text>
      {missing.length > 0 ? (
        <Alert color="yellow" mb={8}>
          {t("found.missing", { fields: missing.map((key) => t(`fields.${key}`)).join(", ") })}
        </Alert>
      ) : null}
      <Table stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("found.column")}</Table.Th>
            <Table.Th>{t("found.field")}</Table.Th>
            <Table.Th>{t("found.samples")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {found.columns.map((column, index) => (
            <Table.Tr key={index}>
              <Table.Td>{column.title || t("found.untitled")}</Table.Td>
              <Table.Td>
                <Select
                  aria-label={`${t("found.field")}: ${column.title || index + 1}`}
                  data={choices}
                  value={fields[index] ?? null}
                  onChange={(key) => put(index, key)}
                  placeholder={t("found.nothing")}
                  clearable
                  searchable
                />
              </Table.Td>
              <Table.Td>{column.samples.join(" · ")}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {check.error ? (
        <Alert color="red" mt={8} role="alert">
          {errors.text(check.error)}
        </Alert>
      ) : null}
      {settled ? null : (
        <Group mt={12}>
          <Button
            loading={check.isPending}
            disabled={missing.length > 0}
            onClick={() => check.mutate(file, { onSuccess: onChecked })}
          >
            {t("found.check")}
          </Button>
        </Group>
      )}
    </Card>
  );
}

function Other({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button size="xs" variant="subtle" onClick={onClick}>
      {label}
    </Button>
  );
}

function Facts({ found }: { found: Inspection }) {
  const { t } = useTranslation("imports");
  const { source } = found;
  const facts = [
    t("found.summary", {
      kind: t(`kinds.${source.kind}`),
      line: found.header_line,
      rows: count(found.rows),
    }),
    source.encoding ? t("found.encoding", { encoding: source.encoding }) : "",
    source.delimiter
      ? t("found.delimiter", { delimiter: source.delimiter === "\t" ? t("found.tab") : source.delimiter })
      : "",
    source.sheet ? t("found.sheet", { sheet: source.sheet }) : "",
  ];
  const table = found.price_table ? t("found.price_table", { name: found.price_table }) : "";
  return [facts.filter(Boolean).join("; "), table].filter(Boolean).join(". ");
}

function fileName(path: string): string {
  return path.split(/[\\/]/).pop() ?? path;
}
