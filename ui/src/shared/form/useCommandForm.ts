// A form that ends in a command. Refused fields show the rule's words beside them; refusals of
// fields that are not on the screen are listed above. Nothing typed is lost on a refusal.
// A form that sends a version says what a conflict shows (SYS-2): `merge`, when the values are the record itself,
// or `about`, when they say something about a record. `Form` draws either, and sending again then works.
//
//   const form = useCommandForm("customers.create", { initialValues: { name: "" }, onSuccess });
//   <Form form={form} submitLabel={t("create")}>
//     <TextInput label={t("name")} {...form.field("name")} />
//   </Form>
import { type UseFormReturnType, useForm } from "@mantine/form";
import { useCallback, useEffect, useRef, useState } from "react";
import {
  asCommandError,
  type CommandError,
  type CommandName,
  type Issue,
  type Request,
  type Response,
  useCommand,
} from "@/ipc";
import { useErrorText } from "@/shared/errors";
import type { MergeField, MergeProps } from "./Merge";
import { textOf } from "./Merge";
import type { MovedProps } from "./Moved";
import { hasPath } from "./path";

type Versioned = { version: number };

/** The values are a record, with its version: after a conflict both are shown, to choose from field by field. */
export interface RecordMerge<V extends object> {
  fields: MergeField<V>[];
  /** The refusal's record as values of the form; by default itself. What it leaves out stays as typed. */
  theirs?: (current: never) => Partial<V>;
}

/** The record that the values say something about: after a conflict, what changed in it is shown. */
export interface RecordAbout<R extends Versioned> {
  seen: R;
  fields: MergeField<R>[];
  /** The refusal's record as it is seen; by default itself. */
  read?: (current: never) => R;
}

export interface CommandFormOptions<
  C extends CommandName,
  V extends object,
  R extends Versioned = Versioned,
> {
  initialValues: V;
  /**
   * Takes over newer initial values while nothing is typed. What is typed stays, on the version it began from:
   * saving it over somebody else's change is then a conflict, and nothing is lost.
   */
  follow?: boolean;
  merge?: RecordMerge<V>;
  about?: RecordAbout<R>;
  /** What the command is asked with; by default the values themselves. `version` is that of `about`'s record. */
  toRequest?: (values: V, version: number) => Request<C>;
  /** Request path to the name of the field on the screen, where they differ. */
  fieldName?: (path: string) => string;
  onSuccess?: (response: Response<C>, values: V) => void;
}

export interface CommandForm<V extends object> {
  form: UseFormReturnType<V>;
  /** Props of one control: `{...form.field("lines.0.quantity")}`. */
  field: (path: string) => ReturnType<UseFormReturnType<V>["getInputProps"]>;
  values: V;
  /** What the person began from. */
  start: V;
  set: (path: string, value: unknown) => void;
  reset: () => void;
  submit: () => Promise<void>;
  pending: boolean;
  /** The refusal as a sentence, when it is not about a field on the screen. */
  errorText: string;
  /** Sentences for refused fields that are not on the screen. */
  otherIssues: string[];
  /** The last refusal itself, for conflicts and delays. */
  error: ReturnType<typeof asCommandError> | null;
  /** Both versions, after a conflict over the values. */
  merge: MergeProps<V> | null;
  /** What changed in the record spoken about, after a conflict. */
  moved: MovedProps | null;
}

export function useCommandForm<C extends CommandName, V extends object, R extends Versioned = Versioned>(
  command: C,
  options: CommandFormOptions<C, V, R>,
): CommandForm<V> {
  const form = useForm<V>({ initialValues: options.initialValues });
  const mutation = useCommand(command);
  const words = useErrorText();
  const [start, setStart] = useState(options.initialValues);
  useFollowing(form, options, setStart);
  const [strays, setStrays] = useState<Issue[]>([]);
  // Kept outside the state: sending again stands on it at once.
  const standing = useRef<{ seen: R; now: R } | null>(null);

  const refuse = (reason: unknown) => {
    const error = asCommandError(reason);
    standing.current = readStanding(error, options.about) ?? standing.current;
    const name = options.fieldName ?? ((path: string) => path);
    const shown: Record<string, string> = {};
    const others: Issue[] = [];
    for (const issue of error.issues) {
      if (hasPath(form.getValues(), name(issue.field)))
        shown[name(issue.field)] = words.issue(issue, command);
      else others.push(issue);
    }
    form.setErrors(shown);
    setStrays(others);
    const nodes = Object.keys(shown).map((field) => form.getInputNode(field) as HTMLElement | null);
    firstOnPage(nodes)?.focus();
  };

  const submit = async () => {
    if (mutation.isPending) return;
    form.clearErrors();
    setStrays([]);
    const values = form.getValues();
    try {
      const seen = options.about?.seen.version ?? 0;
      const version = Math.max(seen, standing.current?.now.version ?? 0);
      const request = options.toRequest
        ? options.toRequest(values, version)
        : (values as unknown as Request<C>);
      const response = await mutation.mutateAsync(request);
      form.resetDirty();
      options.onSuccess?.(response, values);
    } catch (reason) {
      refuse(reason);
    }
  };

  const error = mutation.error;
  const conflict = error?.code === "conflict" && hasRecord(error) ? error : null;
  const goOn = (values: V, theirs: V) => {
    setStart(theirs);
    form.setInitialValues(theirs);
    form.setValues(values);
    form.resetDirty(theirs);
    void submit();
  };
  return {
    form,
    field: useCallback((path: string) => form.getInputProps(path as never), [form]),
    values: form.values,
    start,
    set: (path, value) => form.setFieldValue(path as never, value as never),
    reset: form.reset,
    submit,
    pending: mutation.isPending,
    error,
    merge:
      conflict && options.merge
        ? { ...options.merge, error: conflict, base: start, mine: form.values, onMerged: goOn }
        : null,
    moved: conflict && options.about ? movedOf(conflict, options.about, standing.current) : null,
    errorText: error !== null && error.issues.length === 0 ? words.text(error) : "",
    otherIssues: strays.map((issue) => words.issue(issue, command)),
  };
}

/** A refusal that carries the record as it stands. */
function hasRecord(error: CommandError): boolean {
  return typeof error.params.current === "object" && error.params.current !== null;
}

function readStanding<R extends Versioned>(error: CommandError, about: RecordAbout<R> | undefined) {
  if (about === undefined || error.code !== "conflict" || !hasRecord(error)) return null;
  const current = error.params.current as never;
  return { seen: about.seen, now: about.read ? about.read(current) : (current as R) };
}

function movedOf<R extends Versioned>(
  error: CommandError,
  about: RecordAbout<R>,
  standing: { seen: R; now: R } | null,
): MovedProps | null {
  if (standing === null) return null;
  const { seen, now } = standing;
  const changes = about.fields
    .map((field) => ({ label: field.label, before: textOf(field, seen), now: textOf(field, now) }))
    .filter((change) => change.before !== change.now);
  return { error, changes };
}

function useFollowing<V extends object>(
  form: UseFormReturnType<V>,
  { follow, initialValues }: { follow?: boolean; initialValues: V },
  adopt: (values: V) => void,
) {
  // Against what was given before, not against what was chosen after a conflict: that may be newer still.
  const [known, setKnown] = useState(initialValues);
  const newer = follow === true && JSON.stringify(initialValues) !== JSON.stringify(known);
  const typed = form.isDirty();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the form is the same all along
  useEffect(() => {
    if (!newer || typed) return;
    setKnown(initialValues);
    adopt(initialValues);
    form.setInitialValues(initialValues);
    form.setValues(initialValues);
    form.resetDirty(initialValues);
  }, [newer, typed]);
}

/** The one that stands before the others, whatever order the refusals came in. */
function firstOnPage(nodes: (HTMLElement | null)[]): HTMLElement | undefined {
  const found = nodes.filter((node) => node !== null);
  return found.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))[0];
}
