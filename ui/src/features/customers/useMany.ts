// One change to many marked customers: begun by the form, watched until it ends, and taken back.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ManySummary, UndoManySummary } from "@/bindings";
import { useCommand } from "@/ipc";
import { useJob } from "@/shared/useJob";

export function useMany() {
  const { t } = useTranslation("customers");
  const undoing = useCommand("customers.undo_many");
  const cancel = useCommand("jobs.cancel");
  const [changeId, setChangeId] = useState<string>();
  const [undoId, setUndoId] = useState<string>();
  const change = useJob(changeId);
  const back = useJob(undoId);
  const job = undoId === undefined ? change : back;
  return {
    job,
    running: job !== undefined && job.ended_at === null,
    error: undoing.error,
    changed: change?.ended_at && change.state !== "failed" ? (change.result as ManySummary) : null,
    restored: back?.ended_at && back.state !== "failed" ? (back.result as UndoManySummary) : null,
    /** The form began it. */
    watch: (id: string) => {
      setUndoId(undefined);
      setChangeId(id);
    },
    undo: () =>
      changeId &&
      undoing.mutate(
        { job: changeId, reason: t("many.undo_reason") },
        { onSuccess: ({ id }) => setUndoId(id) },
      ),
    undoing: undoing.isPending,
    stop: () => job && cancel.mutate({ id: job.id }),
    forget: () => {
      undoing.reset();
      setChangeId(undefined);
      setUndoId(undefined);
    },
  };
}

export type Many = ReturnType<typeof useMany>;
