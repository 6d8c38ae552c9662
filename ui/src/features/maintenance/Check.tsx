// Whether what is stored still holds together: pages and references, the search, merged fichas, messages, the chain of
// the audit, the series of numbers.
import { Alert, Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Findings } from "@/bindings";
import { useCommand } from "@/ipc";
import { Card, useErrorText } from "@/shared";
import { FormErrors } from "@/shared/form/Form";
import { count } from "@/shared/format";
import classes from "./Maintenance.module.css";

export function Check() {
  const { t } = useTranslation("maintenance");
  const words = useErrorText();
  const check = useCommand("maintenance.verify");
  return (
    <Card
      title={t("check.title")}
      action={
        <Button size="xs" loading={check.isPending} onClick={() => check.mutate({})}>
          {t("check.run")}
        </Button>
      }
    >
      <p className={classes.text}>{t("check.text")}</p>
      {check.error ? <FormErrors text={words.text(check.error)} /> : null}
      {check.data ? <Found findings={check.data} /> : null}
    </Card>
  );
}

function Found({ findings }: { findings: Findings }) {
  const { t } = useTranslation("maintenance");
  const broken = findings.audit_broken_at.length;
  const lines = [
    ...(broken > 0
      ? [t("check.audit", { count: broken, first: count(findings.audit_broken_at[0] ?? 0) })]
      : []),
    ...[...findings.integrity, ...findings.numbers].map(({ code, params }) =>
      t(`problems.${code}`, {
        ...params,
        series: t(`series.${params.series}`, { defaultValue: params.series }),
        state: t(`message_states.${params.state}`, { defaultValue: params.state }),
      }),
    ),
  ];
  if (lines.length === 0)
    return (
      <Alert role="status" variant="light">
        {t("check.sound", { entries: count(findings.audit_entries) })}
      </Alert>
    );
  return (
    <Alert role="alert" variant="light" color="red" title={t("check.unsound")}>
      <ul className={classes.findings}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Alert>
  );
}
