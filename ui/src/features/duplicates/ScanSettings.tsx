// What scans compare and from which certainty on they put fichas together: read by all who merge, set by a supervisor
// (DUP-2).
import { Select, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ComparedField, ScanReport, SetScanSettings } from "@/bindings";
import { useCommand } from "@/ipc";
import { Card, errorToast, toast, useErrorText, useSession } from "@/shared";
import { count, dateTime } from "@/shared/format";
import classes from "./Duplicates.module.css";
import { exactChance } from "./evidence";

/** In millionths; where bands of the chart begin, so that the chart tells what each choice would put together. */
const CHOICES = [500_000, 750_000, 900_000, 990_000, 999_000];
const OWN = "own";

export function ScanSettings({ report }: { report: ScanReport }) {
  const { t } = useTranslation("duplicates");
  const words = useErrorText();
  const { can } = useSession();
  const save = useCommand("duplicates.set_scan_settings");
  const { settings, statistics, fields } = report;
  const { left_out, threshold_ppm, version, updated_by: by, updated_at: at } = settings;
  const set = (change: Partial<SetScanSettings>) =>
    save.mutate(
      { left_out, threshold_ppm, version, ...change },
      { onSuccess: () => toast(t("settings.saved")), onError: (error) => errorToast(words.text(error)) },
    );
  const may = can("duplicates.supervise");
  const scanned = report.scan !== null && statistics.bands.length > 0;
  const other =
    scanned &&
    (left_out.join() !== statistics.left_out.join() ||
      statistics.threshold_set !== (threshold_ppm !== null) ||
      (threshold_ppm !== null && threshold_ppm !== statistics.threshold_ppm));
  return (
    <Card title={t("report.fields")}>
      <ul className={classes.why}>
        {fields.map((field) => (
          <li key={field.field} className={classes.said}>
            <FieldChoice
              field={field}
              compared={!left_out.includes(field.field)}
              may={may && !field.identity}
              pending={save.isPending}
              onChange={(compared) =>
                set({
                  left_out: compared
                    ? left_out.filter((name) => name !== field.field)
                    : [...left_out, field.field],
                })
              }
            />
          </li>
        ))}
      </ul>
      <ThresholdChoice report={report} may={may} pending={save.isPending} onChange={set} />
      {by && at ? <p className={classes.dim}>{t("threshold.since", { by, at: dateTime(at) })}</p> : null}
      {other ? <p role="status">{t("settings.other")}</p> : null}
    </Card>
  );
}

interface FieldChoiceProps {
  field: ComparedField;
  compared: boolean;
  may: boolean;
  pending: boolean;
  onChange: (compared: boolean) => void;
}

function FieldChoice({ field, compared, may, pending, onChange }: FieldChoiceProps) {
  const { t } = useTranslation("duplicates");
  const name = t(`why.fields.${field.field}` as "why.fields.name");
  const said = [
    field.identity ? t("report.identity") : "",
    field.household ? t("report.household") : "",
    field.conflict ? t("report.conflict") : "",
    compared ? "" : t("settings.left_out"),
  ].filter(Boolean);
  return (
    <>
      {may ? (
        <Switch
          size="xs"
          label={name}
          checked={compared}
          disabled={pending}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      ) : (
        <span>{name}</span>
      )}
      <span className={classes.dim}>{said.join("; ")}</span>
    </>
  );
}

interface ThresholdChoiceProps {
  report: ScanReport;
  may: boolean;
  pending: boolean;
  onChange: (change: Partial<SetScanSettings>) => void;
}

function ThresholdChoice({ report, may, pending, onChange }: ThresholdChoiceProps) {
  const { t } = useTranslation("duplicates");
  const { threshold_ppm: ppm } = report.settings;
  const pairs = (from: number) =>
    report.statistics.bands
      .filter((band) => band.from_ppm >= from)
      .reduce((sum, band) => sum + band.pairs, 0);
  const label = (from: number) =>
    report.statistics.bands.length > 0
      ? t("settings.from_pairs", {
          chance: exactChance(from),
          count: pairs(from),
          figure: count(pairs(from)),
        })
      : t("threshold.from", { chance: exactChance(from) });
  const known =
    ppm === null || CHOICES.includes(ppm) ? CHOICES : [...CHOICES, ppm].sort((one, other) => one - other);
  if (!may) {
    return (
      <p className={classes.dim}>
        {t("settings.threshold")}: {ppm === null ? t("settings.own") : exactChance(ppm)}
      </p>
    );
  }
  return (
    <Select
      className={classes.threshold}
      label={t("settings.threshold")}
      allowDeselect={false}
      data={[
        { value: OWN, label: t("settings.own") },
        ...known.map((choice) => ({ value: String(choice), label: label(choice) })),
      ]}
      value={ppm === null ? OWN : String(ppm)}
      disabled={pending}
      onChange={(value) =>
        onChange({ threshold_ppm: value === null || value === OWN ? null : Number(value) })
      }
    />
  );
}
