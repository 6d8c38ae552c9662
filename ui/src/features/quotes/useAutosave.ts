// Saves the draft as one types: at most one saving on its way, the newest content last. A conflict
// stops it and keeps what was typed, until the person decides.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { commandInfo, type QuoteContent } from "@/bindings";
import { useConnected } from "@/connection";
import { asCommandError, type CommandError, call, invalidateTags, isLost } from "@/ipc";

export type SaveState = "saved" | "unsaved" | "saving" | "conflict" | "failed";

const PAUSE = 700;

export interface Autosave {
  state: SaveState;
  error: CommandError | null;
  /** Saves at once what is not saved yet; gives the version to go on with, or null when it failed. */
  flush: () => Promise<number | null>;
  /** What was saved last from here, or read. */
  base: () => QuoteContent;
  /** Goes on with what was chosen, on top of the other's content and version. */
  goOn: (content: QuoteContent, theirs: QuoteContent, version: number) => void;
  /** Somebody saved meanwhile, as another command found: both are shown, to choose from. */
  collide: (error: CommandError) => void;
  /** Takes what is shown as saved under this version. */
  settle: (content: QuoteContent, version: number) => void;
}

export function useAutosave(id: string, content: QuoteContent, start: number, enabled: boolean): Autosave {
  const [state, setState] = useState<SaveState>("saved");
  const client = useQueryClient();
  const connected = useConnected();
  const [error, setError] = useState<CommandError | null>(null);
  const version = useRef(start);
  const saved = useRef(JSON.stringify(content));
  const latest = useRef(content);
  const running = useRef<Promise<number | null> | null>(null);
  const stopped = useRef(false);
  latest.current = content;
  const text = JSON.stringify(content);

  const flush = useCallback(async (): Promise<number | null> => {
    if (running.current) await running.current;
    const now = latest.current;
    const wanted = JSON.stringify(now);
    if (wanted === saved.current) return version.current;
    setState("saving");
    const attempt = call("quotes.save_draft", { id, version: version.current, content: now })
      .then((answer) => {
        version.current = answer.version;
        saved.current = wanted;
        void invalidateTags(client, commandInfo["quotes.save_draft"].stales);
        setError(null);
        setState(JSON.stringify(latest.current) === wanted ? "saved" : "unsaved");
        return answer.version;
      })
      .catch((reason) => {
        const found = asCommandError(reason);
        setError(found);
        stopped.current = found.code === "conflict";
        setState(found.code === "conflict" ? "conflict" : "failed");
        return null;
      })
      .finally(() => {
        running.current = null;
      });
    running.current = attempt;
    return attempt;
  }, [id, client]);

  useEffect(() => {
    if (!enabled || stopped.current || text === saved.current) return;
    setState((now) => (now === "saving" ? now : "unsaved"));
    const timer = setTimeout(() => void flush(), PAUSE);
    return () => clearTimeout(timer);
  }, [text, enabled, flush]);

  const wasLost = error !== null && isLost(error);
  useEffect(() => {
    if (connected && wasLost && enabled) void flush();
  }, [connected, wasLost, enabled, flush]);

  // Leaving the screen does not lose the last words.
  useEffect(
    () => () => {
      if (enabled && !stopped.current) void flush();
    },
    [enabled, flush],
  );

  const base = useCallback(() => JSON.parse(saved.current) as QuoteContent, []);
  const goOn = useCallback(
    (chosen: QuoteContent, theirs: QuoteContent, theirVersion: number) => {
      version.current = theirVersion;
      saved.current = JSON.stringify(theirs);
      latest.current = chosen;
      setError(null);
      setState("saved");
      stopped.current = false;
      void flush();
    },
    [flush],
  );
  const collide = useCallback((found: CommandError) => {
    stopped.current = true;
    setError(found);
    setState("conflict");
  }, []);
  const settle = useCallback((theirs: QuoteContent, theirVersion: number) => {
    version.current = theirVersion;
    saved.current = JSON.stringify(theirs);
    stopped.current = false;
    setError(null);
    setState("saved");
  }, []);
  return { state, error, flush, base, goOn, collide, settle };
}
