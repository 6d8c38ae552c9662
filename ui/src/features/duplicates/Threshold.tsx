// From which certainty on groups are merged at once: read by all who merge, set by a supervisor (DUP-9).
import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DuplicateSettings } from "@/bindings";
import { useCommand } from "@/ipc";
import { errorToast, toast, useErrorText, useSession } from "@/shared";
import { dateTime } from "@/shared/format";
import classes from "./Duplicates.module.css";
import { exactChance } from "./evidence";

/** In millionths. */
const CHOICES = [990_000, 995_000, 999_000, 999_900];
const OFF = "off";

export function Threshold({ settings }: { settings: DuplicateSettings }) {
  const { t } = useTranslation("duplicates");
  const words = useErrorText();
  const { can } = useSession();
  const save = useCommand("duplicates.set_settings");
  const { automatic_ppm: ppm, version, updated_by: by, updated_at: at } = settings;
  const known =
    ppm === null || CHOICES.includes(ppm) ? CHOICES : [...CHOICES, ppm].sort((one, other) => one - other);
  const set = (value: string | null) =>
    save.mutate(
      { automatic_ppm: value === null || value === OFF ? null : Number(value), version },
      { onSuccess: () => toast(t("threshold.saved")), onError: (error) => errorToast(words.text(error)) },
    );
  const since = by && at ? t("threshold.since", { by, at: dateTime(at) }) : t("threshold.never");
  if (!can("duplicates.supervise")) {
    return (
      <p className={classes.dim}>
        {t("threshold.label")}: {ppm === null ? t("threshold.off") : exactChance(ppm)}. {since}
      </p>
    );
  }
  return (
    <Select
      className={classes.threshold}
      label={t("threshold.label")}
      description={since}
      allowDeselect={false}
      data={[
        { value: OFF, label: t("threshold.off") },
        ...known.map((choice) => ({
          value: String(choice),
          label: t("threshold.from", { chance: exactChance(choice) }),
        })),
      ]}
      value={ppm === null ? OFF : String(ppm)}
      disabled={save.isPending}
      onChange={set}
    />
  );
}
