// Where an import stands: which file, its columns, the check, the import itself. It is kept while one looks at
// other screens, and belongs to whoever began it.
import { useCallback, useEffect, useState } from "react";
import type { ImportFile, ImportTarget, Inspection, JobRef } from "@/bindings";
import { type CommandError, type Issue, useCommand, useCommandQuery } from "@/ipc";

/** A file and the field that each of its columns is taken for. */
export interface Chosen {
  path: string;
  found: Inspection;
  fields: (string | null)[];
}

interface Standing {
  target: ImportTarget;
  chosen: Chosen | null;
  /** The check of exactly these columns. */
  checked: JobRef | null;
  imported: JobRef | null;
  running: boolean;
}

/** How often a running job is looked at, in milliseconds. */
const LOOK_AGAIN_MS = 250;

const fresh = (target: ImportTarget): Standing => ({
  target,
  chosen: null,
  checked: null,
  imported: null,
  running: false,
});

let kept: { user: string; standing: Standing } | null = null;

/** The standing of the last visit, unless another list is asked for and nothing is under way. */
function begin(user: string, asked: ImportTarget | null, fallback: ImportTarget): Standing {
  const before = kept?.user === user ? kept.standing : null;
  if (before && (before.running || asked === null)) return before;
  return fresh(asked ?? fallback);
}

export function useImport(user: string, asked: ImportTarget | null, fallback: ImportTarget) {
  const [standing, setStanding] = useState(() => begin(user, asked, fallback));
  const change = useCallback(
    (part: Partial<Standing>) =>
      setStanding((before) => {
        const next = { ...before, ...part };
        kept = { user, standing: next };
        return next;
      }),
    [user],
  );
  const { target, chosen, checked, imported, running } = standing;
  const inspect = useCommand("imports.inspect");
  const check = useCommand("imports.dry_run");
  const run = useCommand("imports.run");
  const job = useCommandQuery(
    "jobs.get",
    { id: (imported ?? checked)?.id ?? "" },
    { enabled: (imported ?? checked) !== null, refetchInterval: running ? LOOK_AGAIN_MS : 0 },
  );
  const found = (imported ?? checked) === null ? undefined : job.data;
  const ended = found !== undefined && found.ended_at !== null;
  useEffect(() => {
    if (ended && running) change({ running: false });
  }, [ended, running, change]);

  const look = (path: string) => {
    if (!path.trim() || running) return;
    check.reset();
    run.reset();
    inspect.mutate(
      { target, path },
      {
        onSuccess: (seen) =>
          change({
            ...fresh(target),
            chosen: { path, found: seen, fields: seen.columns.map((column) => column.field) },
          }),
      },
    );
  };
  const file: ImportFile | null = chosen && {
    target,
    path: chosen.path,
    sha256: chosen.found.source.sha256,
    columns: chosen.fields,
    resume: false,
  };
  return {
    target,
    chosen,
    job: found,
    jobError: job.error,
    retryJob: job.refetch,
    running,
    isImport: imported !== null,
    missing: chosen ? chosen.found.missing.filter((key) => !chosen.fields.includes(key)) : [],
    looking: inspect.isPending,
    starting: check.isPending || run.isPending,
    /** Why the file, the check or the import was refused. */
    refusal: refusalOf(inspect.error ?? check.error ?? run.error, ended ? found : undefined),
    look,
    turnTo: (next: ImportTarget) => {
      inspect.reset();
      change(fresh(next));
    },
    startOver: () => {
      inspect.reset();
      change(fresh(target));
    },
    putField: (index: number, key: string | null) => {
      if (!chosen || running) return;
      const fields = chosen.fields.map((field, at) => (at === index ? key : field));
      change({ chosen: { ...chosen, fields }, checked: null, imported: null });
    },
    check: () => {
      if (file) check.mutate(file, { onSuccess: (begun) => change({ checked: begun, running: true }) });
    },
    /** Goes on where an earlier import of the file stopped. */
    resume: () => {
      if (file)
        run.mutate(
          { ...file, resume: true },
          { onSuccess: (begun) => change({ imported: begun, running: true }) },
        );
    },
    run: () => {
      if (file) run.mutate(file, { onSuccess: (begun) => change({ imported: begun, running: true }) });
    },
  };
}

export type Import = ReturnType<typeof useImport>;

type Refusal = Pick<CommandError, "code" | "params"> & { issues: Issue[] };

/** The refusal of the command, or of the job it began. */
function refusalOf(error: Refusal | null, job?: { state: string; result: unknown }): Refusal | null {
  if (error) return error;
  return job?.state === "failed" ? (job.result as Refusal) : null;
}
