// An export of the list under way: begun here, watched until it ends, also after looking at other screens.
import { useCallback, useEffect, useReducer } from "react";
import { useTranslation } from "react-i18next";
import type { CustomerColumn, ListCustomers } from "@/bindings";
import { CommandError, useCommand, useCommandQuery } from "@/ipc";
import { useErrorText } from "@/shared/errors";
import { count } from "@/shared/format";
import type { Column } from "@/shared/table";
import { errorToast, toast } from "@/shared/toast";
import { saveFile } from "@/shell";

const LOOK_AGAIN_MS = 250;

/** What is being written; it outlives the screen and belongs to whoever began it. */
let kept: { user: string; job: string } | null = null;

/** What a refusal says, field by field where it names fields. */
function useRefusal(): (error: CommandError) => string {
  const { text, issue } = useErrorText();
  return useCallback(
    (error) =>
      error.issues.length === 0
        ? text(error)
        : error.issues.map((found) => issue(found, "customers.export")).join(" "),
    [text, issue],
  );
}

export function useExport(user: string | null) {
  const { t } = useTranslation("customers");
  const refusal = useRefusal();
  const begin = useCommand("customers.export");
  const stop = useCommand("jobs.cancel");
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  const job = kept !== null && kept.user === user ? kept.job : null;
  const query = useCommandQuery(
    "jobs.get",
    { id: job ?? "" },
    { enabled: job !== null, refetchInterval: LOOK_AGAIN_MS },
  );
  const found = job === null ? undefined : query.data;

  useEffect(() => {
    if (!found || found.ended_at === null || kept?.job !== found.id) return;
    kept = null;
    redraw();
    if (found.state === "cancelled") return toast(t("export.cancelled"));
    if (found.state === "failed") {
      const { code, params, issues } = found.result as CommandError;
      return errorToast(refusal(new CommandError("customers.export", code, params, issues)));
    }
    const { rows } = found.result as { rows: number };
    toast(t("export.done", { count: rows, figure: count(rows), file: found.title }));
  }, [found, t, refusal]);

  /** Asks where to, and begins to write what the list shows. */
  const start = async (filter: ListCustomers, columns: Pick<Column<unknown>, "id" | "header">[]) => {
    if (user === null || job !== null) return;
    const file = await saveFile(t("export.title"), "table", t("export.file_name"));
    if (!file) return;
    const labels = {
      active: t("statuses.active"),
      inactive: t("statuses.inactive"),
      retail: t("segments.retail"),
      corporate: t("segments.corporate"),
    };
    const titles = columns.map(({ id, header }) => ({ column: id as CustomerColumn, title: header }));
    begin.mutate(
      { file, filter, columns: titles, labels },
      {
        onSuccess: ({ id }) => {
          kept = { user, job: id };
          redraw();
        },
        onError: (error) => errorToast(refusal(error)),
      },
    );
  };
  return {
    job: found,
    busy: begin.isPending || job !== null,
    start,
    stop: () => job !== null && stop.mutate({ id: job }),
    stopping: stop.isPending,
  };
}

export type Export = ReturnType<typeof useExport>;
