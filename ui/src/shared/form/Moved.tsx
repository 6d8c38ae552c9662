// Moved: what a form speaks about was changed by somebody else before it was sent (SYS-2). Says who, when and what;
// what was typed stays, and sending again stands on what is there now.
import { Alert } from "@mantine/core";
import { IconArrowRight, IconGitMerge } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { CommandError } from "@/ipc";
import { dateTime } from "@/shared/format";
import { useShown } from "./Merge";
import classes from "./Merge.module.css";

export interface MovedChange {
  label: string;
  before: string | boolean;
  now: string | boolean;
}

export interface MovedProps {
  error: CommandError;
  changes: MovedChange[];
}

export function Moved({ error, changes }: MovedProps) {
  const { t } = useTranslation("shared");
  const shown = useShown();
  return (
    <Alert role="alert" color="yellow" variant="light" icon={<IconGitMerge size={18} />}>
      <div className={classes.rows}>
        <p className={classes.lead}>
          {t("moved.text", { by: String(error.params.by), at: dateTime(String(error.params.at)) })}
        </p>
        {changes.length === 0 ? null : (
          <dl className={classes.moved}>
            {changes.map((change) => (
              <div key={change.label}>
                <dt>{change.label}</dt>
                <dd>
                  <span className={classes.was}>{shown(change.before)}</span>
                  <IconArrowRight size={14} aria-label={t("moved.now")} />
                  <span>{shown(change.now)}</span>
                </dd>
              </div>
            ))}
          </dl>
        )}
        <p className={classes.lead}>{t("moved.again")}</p>
      </div>
    </Alert>
  );
}
