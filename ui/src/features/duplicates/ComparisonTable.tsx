// The fichas as columns, their fields as rows, and at the end what the merge makes of them.
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { MergeField, MergePreview, MergeRecord } from "@/bindings";
import { Kbd, RouterLink, Tag } from "@/shared";
import { date, dayOf } from "@/shared/format";
import type { Choices } from "./Comparison";
import classes from "./Duplicates.module.css";
import { RowCounts } from "./RowCounts";
import {
  addresses,
  contacts,
  difference,
  type Part,
  SINGLE,
  type SingleField,
  shown,
  source,
} from "./values";

/** Narrowest columns, in pixels; more of them scroll sideways. */
const FIELD_WIDTH = 176;
const COLUMN_WIDTH = 190;

interface TableProps {
  preview: MergePreview;
  survivor: string;
  onSurvivor: (id: string) => void;
  onLeaveOut?: (id: string) => void;
  choices: Choices;
  onChoose: (field: MergeField, from: string) => void;
}

export function ComparisonTable({
  preview,
  survivor,
  onSurvivor,
  onLeaveOut,
  choices,
  onChoose,
}: TableProps) {
  const { t } = useTranslation("duplicates");
  const { records, differing, united } = preview;
  return (
    <div className={classes.scroll}>
      <table
        className={classes.table}
        aria-label={t("compare.table")}
        style={{ minWidth: FIELD_WIDTH + (records.length + 1) * COLUMN_WIDTH }}
      >
        <thead>
          <tr>
            <th scope="col" className={classes.field}>
              {t("compare.field")}
            </th>
            {records.map((record, at) => (
              <RecordHead
                key={record.id}
                record={record}
                place={at + 1}
                stays={record.id === survivor}
                onStay={() => onSurvivor(record.id)}
                onLeaveOut={onLeaveOut && (() => onLeaveOut(record.id))}
              />
            ))}
            <th scope="col" className={classes.result}>
              {t("compare.result")}
            </th>
          </tr>
        </thead>
        <tbody>
          {SINGLE.map((field) => (
            <FieldRow
              key={field}
              field={field}
              records={records}
              differs={differing.includes(field)}
              survivor={survivor}
              from={choices[field] ?? source(records, survivor, field)}
              onChoose={(from) => onChoose(field, from)}
            />
          ))}
          <ManyRow name="contact_points" of={contacts} records={records} united={contacts(united)} />
          <ManyRow name="addresses" of={addresses} records={records} united={addresses(united)} />
          <tr>
            <th scope="row">{t("compare.registered")}</th>
            {records.map((record) => (
              <td key={record.id}>{date(dayOf(record.created_at))}</td>
            ))}
            <td className={classes.result} />
          </tr>
          <tr>
            <th scope="row">{t("compare.rows")}</th>
            {records.map((record) => (
              <td key={record.id}>
                <RowCounts rows={record.rows} none={t("compare.empty")} />
              </td>
            ))}
            <td className={classes.result} />
          </tr>
        </tbody>
      </table>
    </div>
  );
}

interface HeadProps {
  record: MergeRecord;
  place: number;
  stays: boolean;
  onStay: () => void;
  onLeaveOut?: () => void;
}

function RecordHead({ record, place, stays, onStay, onLeaveOut }: HeadProps) {
  const { t } = useTranslation("duplicates");
  return (
    <th scope="col" data-stays={stays || undefined}>
      <RouterLink to={`/customers/${record.id}` as string}>
        {record.code} {record.ficha.input.name}
      </RouterLink>
      <label className={classes.choice}>
        <input
          type="radio"
          name="survivor"
          checked={stays}
          onChange={onStay}
          aria-label={t("compare.choose_survivor", { code: record.code })}
        />
        <span>{t("compare.stays")}</span>
        <Kbd>{`${place}`}</Kbd>
      </label>
      {onLeaveOut ? (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={t("compare.leave_out_ficha", { code: record.code })}
          onClick={onLeaveOut}
        >
          {t("compare.leave_out")}
        </Button>
      ) : null}
    </th>
  );
}

interface RowProps {
  field: SingleField;
  records: MergeRecord[];
  differs: boolean;
  survivor: string;
  /** From which ficha the value is taken. */
  from: string;
  onChoose: (from: string) => void;
}

function FieldRow({ field, records, differs, survivor, from, onChoose }: RowProps) {
  const { t } = useTranslation("duplicates");
  const words = (record: MergeRecord) =>
    shown((key) => t(key as never), record.ficha, field, record.responsible_name);
  const own = records.find((record) => record.id === survivor);
  const taken = records.find((record) => record.id === from) ?? own;
  const label = t(`fields.${field}`);
  return (
    <tr data-differs={differs || undefined}>
      <th scope="row">
        {label} {differs ? <Tag kind="today">{t("compare.differs")}</Tag> : null}
      </th>
      {records.map((record) => {
        const value = words(record);
        const parts = difference(value, own ? words(own) : value);
        const text = value ? (
          <Marked parts={parts} />
        ) : (
          <span className={classes.dim}>{t("compare.empty")}</span>
        );
        return (
          <td key={record.id} data-stays={record.id === survivor || undefined}>
            {differs ? (
              <label className={classes.choice}>
                <input
                  type="radio"
                  name={`field-${field}`}
                  checked={record.id === from}
                  onChange={() => onChoose(record.id)}
                  aria-label={t("compare.choose_value", {
                    field: label,
                    code: record.code,
                    value: value || t("compare.empty"),
                  })}
                />
                <span>{text}</span>
              </label>
            ) : (
              text
            )}
          </td>
        );
      })}
      <td className={classes.result}>
        {taken && words(taken) ? words(taken) : <span className={classes.dim}>{t("compare.empty")}</span>}
      </td>
    </tr>
  );
}

/** A text with the characters marked that the survivor has otherwise. */
function Marked({ parts }: { parts: Part[] }) {
  let at = 0;
  return parts.map(({ text, differs }) => {
    const key = at;
    at += text.length;
    return differs ? (
      <mark key={key} className={classes.mark}>
        {text}
      </mark>
    ) : (
      <span key={key}>{text}</span>
    );
  });
}

interface ManyProps {
  name: "contact_points" | "addresses";
  of: (ficha: MergeRecord["ficha"]) => string[];
  records: MergeRecord[];
  united: string[];
}

function ManyRow({ name, of, records, united }: ManyProps) {
  const { t } = useTranslation("duplicates");
  return (
    <tr>
      <th scope="row">
        {t(`fields.${name}`)}
        <div className={classes.dim}>{t("compare.united")}</div>
      </th>
      {records.map((record) => (
        <td key={record.id}>
          <Lines lines={of(record.ficha)} />
        </td>
      ))}
      <td className={classes.result}>
        <Lines lines={united} />
      </td>
    </tr>
  );
}

function Lines({ lines }: { lines: string[] }) {
  const { t } = useTranslation("duplicates");
  if (lines.length === 0) return <span className={classes.dim}>{t("compare.empty")}</span>;
  return (
    <ul className={classes.plain}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
