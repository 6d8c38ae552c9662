// What a merge moves, and what a person must decide before it.
import { Radio } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { MergePreview } from "@/bindings";
import { Card } from "@/shared";
import { date, dayOf } from "@/shared/format";
import classes from "./Duplicates.module.css";
import { RowCounts } from "./RowCounts";

interface OutcomeProps {
  preview: MergePreview;
  keepOpen: Record<string, string>;
  onKeepOpen: (cause: string, id: string) => void;
}

export function Outcome({ preview, keepOpen, onKeepOpen }: OutcomeProps) {
  const { t } = useTranslation("duplicates");
  return (
    <div className={classes.cards}>
      <Card title={t("compare.moving")}>
        <RowCounts rows={preview.moving} none={t("compare.nothing_moves")} />
      </Card>
      {preview.conflicts.map((conflict) => (
        <Card key={conflict.cause} title={t("compare.conflicts")} tone="alert">
          <Radio.Group
            aria-label={t("compare.conflicts")}
            value={keepOpen[conflict.cause] ?? ""}
            onChange={(id) => onKeepOpen(conflict.cause, id)}
          >
            <div className={classes.stack}>
              {conflict.rows.map((row) => (
                <Radio
                  key={row.id}
                  value={row.id}
                  label={t("compare.conflict_row", {
                    code: row.code,
                    at: date(dayOf(row.opened_at)),
                    done: row.done,
                  })}
                />
              ))}
            </div>
          </Radio.Group>
        </Card>
      ))}
    </div>
  );
}
