// The rule in words, and what a supervisor sets of it.
import { Button, NumberInput, Switch } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { InactivityRule } from "@/bindings";
import { useCommand } from "@/ipc";
import { Card, toast, useErrorText } from "@/shared";
import { FormErrors } from "@/shared/form/Form";
import { date, dateTime } from "@/shared/format";
import classes from "./Inactivity.module.css";

const MONTHS_MIN = 3;
const MONTHS_MAX = 120;

export function RuleCard({ rule }: { rule: InactivityRule }) {
  const { t } = useTranslation("inactivity");
  const words = useErrorText();
  const save = useCommand("inactivity.set_rule");
  const [enabled, setEnabled] = useState(rule.enabled);
  const [months, setMonths] = useState<number | string>(rule.months);
  const whole = typeof months === "number" && months >= MONTHS_MIN && months <= MONTHS_MAX;
  const changed = enabled !== rule.enabled || months !== rule.months;
  const submit = () =>
    save.mutate(
      { enabled, months: Number(months), version: rule.version },
      { onSuccess: () => toast(t("rule.saved")) },
    );
  const since =
    rule.updated_by && rule.updated_at
      ? t("rule.since", { by: rule.updated_by, at: dateTime(rule.updated_at) })
      : t("rule.default");
  return (
    <Card title={t("rule.title")}>
      <form
        className={classes.stack}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p className={classes.text}>{t("rule.text")}</p>
        <NumberInput
          label={t("rule.months")}
          value={months}
          onChange={setMonths}
          min={MONTHS_MIN}
          max={MONTHS_MAX}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="none"
          error={whole ? null : t("rule.range", { min: MONTHS_MIN, max: MONTHS_MAX })}
          className={classes.months}
        />
        <Switch
          label={t("rule.enabled")}
          description={t("rule.enabled_text")}
          checked={enabled}
          onChange={(event) => setEnabled(event.currentTarget.checked)}
        />
        {save.error ? <FormErrors text={words.text(save.error)} /> : null}
        <div className={classes.row}>
          <Button type="submit" disabled={!changed || !whole} loading={save.isPending}>
            {t("rule.save")}
          </Button>
          <span className={classes.dim}>{since}</span>
        </div>
        {rule.looked_on ? (
          <span className={classes.dim}>{t("rule.looked", { on: date(rule.looked_on) })}</span>
        ) : null}
      </form>
    </Card>
  );
}
