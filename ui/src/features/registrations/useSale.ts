// The seller's form behind its page: what is typed, saved by itself, checked as one types.
import { useCallback, useEffect, useRef, useState } from "react";
import type { Registration, RegistrationContent } from "@/bindings";
import { asCommandError, type CommandError, useCommand, useCommandQuery } from "@/ipc";
import { useErrorText } from "@/shared/errors";

export const emptyContent: RegistrationContent = {
  kind: "person",
  segment: "retail",
  name: "",
  document: "",
  email: "",
  mother_name: "",
  birth_date: null,
  phone_1: "",
  phone_2: "",
  street: "",
  address_number: "",
  complement: "",
  district: "",
  city: "",
  uf: "",
  cep: "",
  carrier: "",
  plan_id: null,
  due_day: null,
  installation_period: null,
  note: "",
};

export type SaveState = "clean" | "typing" | "saving" | "saved" | "failed";

/** The content after the person stopped typing for a moment. */
function useSettled<T>(value: T, wait: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), wait);
    return () => clearTimeout(timer);
  }, [value, wait]);
  return settled;
}

export function useSale(start: Registration | null, onSent: (sale: Registration) => void) {
  const [content, setContent] = useState(start?.content ?? emptyContent);
  const [state, setState] = useState<SaveState>("clean");
  const [problem, setProblem] = useState("");
  const [refused, setRefused] = useState<Record<string, string>>({});
  const [conflict, setConflict] = useState<CommandError | null>(null);
  const base = useRef(content);
  const known = useRef({ id: start?.id ?? null, version: start?.version ?? 0 });
  const typed = useRef(0);
  const running = useRef<Promise<unknown>>(Promise.resolve());
  const save = useCommand("registrations.save_draft");
  const submit = useCommand("registrations.submit");
  const words = useErrorText();
  const settled = useSettled(content, 400);
  const check = useCommandQuery("registrations.check", { content: settled }, { keepPrevious: true });

  const set = useCallback(<F extends keyof RegistrationContent>(field: F, value: RegistrationContent[F]) => {
    typed.current += 1;
    setState("typing");
    setContent((now) => ({ ...now, [field]: value }));
    setRefused(({ [field]: _, ...rest }) => rest);
  }, []);

  const latest = useRef(content);
  latest.current = content;
  const { mutateAsync: saveDraft } = save;
  // One save after the other, so that each knows the version before it.
  const store = useCallback(() => {
    running.current = running.current.then(async () => {
      const at = typed.current;
      setState("saving");
      try {
        const saved = await saveDraft({ ...known.current, content: latest.current });
        known.current = { id: saved.id, version: saved.version };
        base.current = saved.content;
        setProblem("");
        setState(typed.current === at ? "saved" : "typing");
      } catch (reason) {
        const error = asCommandError(reason);
        if (error.code === "conflict") setConflict(error);
        else setProblem(words.text(error));
        setState("failed");
      }
    });
    return running.current;
  }, [saveDraft, words]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each key press begins the wait anew
  useEffect(() => {
    if (state !== "typing" || conflict !== null) return;
    const timer = setTimeout(() => void store(), 1200);
    return () => clearTimeout(timer);
  }, [state, content, conflict, store]);

  /** Goes on with what was chosen, on top of the other's version. */
  const goOn = useCallback((chosen: RegistrationContent, theirs: Registration) => {
    known.current = { id: theirs.id, version: theirs.version };
    base.current = theirs.content;
    typed.current += 1;
    setConflict(null);
    setContent(chosen);
    setState("typing");
  }, []);

  const send = useCallback(async () => {
    if (submit.isPending || conflict !== null) return;
    await running.current;
    setProblem("");
    try {
      onSent(await submit.mutateAsync({ ...known.current, content: latest.current }));
    } catch (reason) {
      const error = asCommandError(reason);
      if (error.code === "conflict") {
        setConflict(error);
        return;
      }
      const wrong: Record<string, string> = {};
      for (const issue of error.issues)
        wrong[issue.field.replace("content.", "")] = words.issue(issue, "registrations.submit");
      setRefused(wrong);
      setProblem(words.text(error));
      requestAnimationFrame(() => document.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
    }
  }, [submit, onSent, words, conflict]);

  return {
    /** Begun just now: nothing is stored yet. */
    fresh: start === null,
    content,
    set,
    state,
    problem,
    refused,
    conflict,
    base,
    goOn,
    form: check.data?.form ?? [],
    checks: check.data?.checks ?? [],
    suspects: check.data?.suspects ?? [],
    issues: check.data?.issues ?? [],
    send,
    store,
    sending: submit.isPending,
    known,
  };
}

export type SaleForm = ReturnType<typeof useSale>;
