// useDraft: text not yet saved survives closing the screen, a refusal and a crash.
//   const draft = useDraft(`activity.${customerId}`, "");
//   <Textarea value={draft.value} onChange={(e) => draft.set(e.currentTarget.value)} />  then draft.clear()
// Drafts are kept per person, on this machine only.
import { useCallback, useEffect, useRef, useState } from "react";
import { useSession } from "./session";
import { recall, remember } from "./storage";

export interface Draft<T> {
  value: T;
  set: (value: T) => void;
  /** Forgets the draft, after saving or on purpose, and goes back to the start. */
  clear: () => void;
  /** True when something unsaved was found on opening. */
  restored: boolean;
}

export function useDraft<T>(key: string, initial: T): Draft<T> {
  const { user } = useSession();
  const name = `draft.${user?.id ?? "-"}.${key}`;
  const start = useRef(initial);
  const [state, setState] = useState(() => load(name, initial));

  useEffect(() => {
    setState((now) => (now.name === name ? now : load(name, start.current)));
  }, [name]);

  const set = useCallback(
    (value: T) => {
      setState((now) => ({ ...now, name, value }));
      remember(name, value);
    },
    [name],
  );
  const clear = useCallback(() => {
    setState({ name, value: start.current, restored: false });
    remember(name, undefined);
  }, [name]);
  return { value: state.value, set, clear, restored: state.restored };
}

function load<T>(name: string, initial: T): { name: string; value: T; restored: boolean } {
  const found = recall<T | undefined>(name, undefined);
  return { name, value: found ?? initial, restored: found !== undefined };
}
