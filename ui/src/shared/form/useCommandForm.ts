// A form that ends in a command. Refused fields show the rule's words beside them; refusals of
// fields that are not on the screen are listed above. Nothing typed is lost on a refusal.
//
//   const form = useCommandForm("customers.create", { initialValues: { name: "" }, onSuccess });
//   <Form form={form} submitLabel={t("create")}>
//     <TextInput label={t("name")} {...form.field("name")} />
//   </Form>
import { type UseFormReturnType, useForm } from "@mantine/form";
import { useCallback, useEffect, useState } from "react";
import { asCommandError, type CommandName, type Issue, type Request, type Response, useCommand } from "@/ipc";
import { useErrorText } from "@/shared/errors";

export interface CommandFormOptions<C extends CommandName, V extends object> {
  initialValues: V;
  /**
   * Takes over newer initial values while nothing is typed. What is typed stays, on the version it began from:
   * saving it over somebody else's change is then a conflict, and nothing is lost.
   */
  follow?: boolean;
  /** What the command is asked with; by default the values themselves. */
  toRequest?: (values: V) => Request<C>;
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
}

/** Whether the values have something at this path, so that a control can show its issue. */
function hasPath(values: unknown, path: string): boolean {
  let at = values;
  for (const key of path.split(".")) {
    if (typeof at !== "object" || at === null || !(key in at)) return false;
    at = (at as Record<string, unknown>)[key];
  }
  return true;
}

export function useCommandForm<C extends CommandName, V extends object>(
  command: C,
  options: CommandFormOptions<C, V>,
): CommandForm<V> {
  const form = useForm<V>({ initialValues: options.initialValues });
  const mutation = useCommand(command);
  const words = useErrorText();
  const [start, setStart] = useState(options.initialValues);
  useFollowing(form, start, options, setStart);
  const [strays, setStrays] = useState<Issue[]>([]);

  const refuse = (reason: unknown) => {
    const error = asCommandError(reason);
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
      const request = options.toRequest ? options.toRequest(values) : (values as unknown as Request<C>);
      const response = await mutation.mutateAsync(request);
      form.resetDirty();
      options.onSuccess?.(response, values);
    } catch (reason) {
      refuse(reason);
    }
  };

  const error = mutation.error;
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
    errorText: error !== null && error.issues.length === 0 ? words.text(error) : "",
    otherIssues: strays.map((issue) => words.issue(issue, command)),
  };
}

function useFollowing<V extends object>(
  form: UseFormReturnType<V>,
  start: V,
  { follow, initialValues }: { follow?: boolean; initialValues: V },
  adopt: (values: V) => void,
) {
  const newer = follow === true && JSON.stringify(initialValues) !== JSON.stringify(start);
  const typed = form.isDirty();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the form is the same all along
  useEffect(() => {
    if (!newer || typed) return;
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
