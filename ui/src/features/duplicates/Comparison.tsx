// Fichas side by side: which stays, whose value of each field stays, and what a merge moves (DUP-3, DUP-4, DUP-8).
import { Alert, Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MergeField, MergePreview } from "@/bindings";
import { useCommand, useCommandQuery } from "@/ipc";
import {
  Kbd,
  Page,
  PageHeader,
  PrimaryAction,
  StateView,
  toast,
  undoToast,
  useErrorText,
  useShortcuts,
} from "@/shared";
import { FormErrors } from "@/shared/form/Form";
import { dateTime } from "@/shared/format";
import { ComparisonTable } from "./ComparisonTable";
import classes from "./Duplicates.module.css";
import { Outcome } from "./Outcome";
import { useUndo } from "./useUndo";

export type Choices = Partial<Record<MergeField, string>>;

interface Around {
  /** Leaving without a decision. */
  leave: { label: string; keys: string; run: (survivor: string) => void };
  /** Merged or told apart. */
  onDone: (survivor: string) => void;
  /** What is known of why they are compared. */
  why?: ReactNode;
  /** Takes a ficha out of the comparison; without it, all stay. */
  onLeaveOut?: (id: string) => void;
}

/** Give it a `key` of the fichas: what was chosen among others means nothing here. */
export function Comparison({ ids, ...around }: Around & { ids: string[] }) {
  const [survivor, setSurvivor] = useState(ids[0] ?? "");
  const query = useCommandQuery("duplicates.preview", { survivor_id: survivor, ids }, { keepPrevious: true });
  if (query.data === undefined) {
    return query.error ? (
      <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <StateView kind="loading" />
    );
  }
  return <SideBySide preview={query.data} survivor={survivor} onSurvivor={setSurvivor} {...around} />;
}

interface SideBySideProps extends Around {
  preview: MergePreview;
  survivor: string;
  onSurvivor: (id: string) => void;
}

function SideBySide({ preview, survivor, onSurvivor, ...around }: SideBySideProps) {
  const { t } = useTranslation("duplicates");
  const words = useErrorText();
  const undo = useUndo();
  const merge = useCommand("duplicates.merge");
  const apart = useCommand("duplicates.not_duplicate");
  const [choices, setChoices] = useState<Choices>({});
  const [keepOpen, setKeepOpen] = useState<Record<string, string>>({});
  const { records } = preview;
  const leave = () => around.leave.run(survivor);
  const end = () => around.onDone(survivor);
  const run = () =>
    merge.mutate(
      {
        survivor_id: survivor,
        records: records.map(({ id, version }) => ({ id, version })),
        choices: Object.entries(choices).map(([field, from]) => ({ field: field as MergeField, from })),
        keep_open: Object.values(keepOpen),
      },
      {
        onSuccess: (done) => {
          undoToast(t("compare.done", { code: done.merge.survivor_code }), () => undo(done.merge.id));
          end();
        },
      },
    );
  const tellApart = () =>
    apart.mutate(
      { ids: records.map((record) => record.id) },
      {
        onSuccess: () => {
          toast(t("compare.told_apart"));
          end();
        },
      },
    );
  const busy = merge.isPending || apart.isPending;
  const undecided = preview.conflicts.some((conflict) => keepOpen[conflict.cause] === undefined);
  useShortcuts(t("compare.title"), [
    { keys: "m", label: t("compare.merge"), run, enabled: !busy && !undecided },
    { keys: "x", label: t("compare.apart"), run: tellApart, enabled: !busy },
    { keys: around.leave.keys, label: around.leave.label, run: leave },
    ...records.map((record, at) => ({
      keys: `${at + 1}`,
      label: t("compare.choose_survivor", { code: record.code }),
      run: () => onSurvivor(record.id),
    })),
  ]);
  return (
    <Page
      header={
        <PageHeader
          title={t("compare.title")}
          primary={
            <>
              <Button rightSection={<Kbd>{around.leave.keys.toUpperCase()}</Kbd>} onClick={leave}>
                {around.leave.label}
              </Button>
              <Button rightSection={<Kbd>X</Kbd>} loading={apart.isPending} onClick={tellApart}>
                {t("compare.apart")}
              </Button>
              <PrimaryAction
                label={t("compare.merge")}
                keys="M"
                loading={merge.isPending}
                disabled={undecided}
                onClick={run}
              />
            </>
          }
        />
      }
    >
      <div className={classes.stack}>
        <p className={classes.dim}>{t("compare.hint")}</p>
        <Refused error={merge.error} text={words} />
        {apart.error ? <FormErrors text={words.text(apart.error)} /> : null}
        {around.why}
        <ComparisonTable
          preview={preview}
          onLeaveOut={records.length > 2 ? around.onLeaveOut : undefined}
          survivor={survivor}
          onSurvivor={onSurvivor}
          choices={choices}
          onChoose={(field, from) => setChoices((known) => ({ ...known, [field]: from }))}
        />
        <Outcome
          preview={preview}
          keepOpen={keepOpen}
          onKeepOpen={(cause, id) => setKeepOpen((known) => ({ ...known, [cause]: id }))}
        />
      </div>
    </Page>
  );
}

/** What stood against the merge: somebody's change, told with who and when; or a choice that does not fit. */
function Refused({
  error,
  text,
}: {
  error: ReturnType<typeof useCommand<"duplicates.merge">>["error"];
  text: ReturnType<typeof useErrorText>;
}) {
  const { t } = useTranslation("duplicates");
  if (!error) return null;
  if (error.code === "conflict") {
    const { by, at } = error.params as { by: string; at: string };
    return (
      <Alert role="alert" color="amber" variant="light">
        {t("compare.changed", { by, at: dateTime(at) })}
      </Alert>
    );
  }
  const told = error.issues.map((issue) => text.issue(issue, "duplicates.merge"));
  return <FormErrors text={told.length > 0 ? told.join(" ") : text.text(error)} />;
}
