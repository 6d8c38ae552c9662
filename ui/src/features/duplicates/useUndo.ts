// Takes a merge back right after it was made, when nothing can have changed since; otherwise shows why not.

import i18n from "i18next";
import { call, useCommand } from "@/ipc";
import { errorToast, toast, useErrorText, useGo } from "@/shared";

export function useUndo(): (id: string) => void {
  const words = useErrorText();
  const go = useGo();
  const undo = useCommand("duplicates.undo");
  return (id) => {
    void call("duplicates.merged", { id })
      .then((detail) => {
        // What was changed in between is decided on the merge's own page.
        if (detail.conflicts.length > 0 || detail.blocked_by.length > 0) return go(`/merges?id=${id}`);
        const request = { id, survivor_version: detail.survivor_version, decisions: [] };
        return undo.mutateAsync(request).then(() => toast(i18n.t("duplicates:undo.done")));
      })
      .catch((error: unknown) => errorToast(words.text(error)));
  };
}
