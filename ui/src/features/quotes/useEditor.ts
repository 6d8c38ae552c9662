// What the editor holds: the content with a key for each line, and the way back (Ctrl+Z). Typing on in
// one field is one step.
import { useCallback, useReducer } from "react";
import type { Charge, QuoteContent, QuoteLine } from "@/bindings";

export type EditorLine = QuoteLine & { key: string };
export type EditorContent = Omit<QuoteContent, "lines"> & { lines: EditorLine[] };

interface State {
  content: EditorContent;
  past: EditorContent[];
  future: EditorContent[];
  /** What was changed last and when, so that typing on makes no further step. */
  last: { what: string; at: number };
  /** Changes when content was exchanged from outside, so that fields forget half-typed text. */
  revision: number;
}

type Action =
  | { kind: "change"; what: string; change: (content: EditorContent) => EditorContent }
  | { kind: "undo" }
  | { kind: "redo" }
  | { kind: "replace"; content: QuoteContent };

const STEPS = 200;
const TYPING = 1500;

let made = 0;
function newKey(): string {
  made += 1;
  return `line-${made}`;
}

export function withKeys(content: QuoteContent): EditorContent {
  return { ...content, lines: content.lines.map((line) => ({ ...line, key: newKey() })) };
}

export function withoutKeys(content: EditorContent): QuoteContent {
  return { ...content, lines: content.lines.map(({ key: _, ...line }) => line) };
}

export function newLine(charge: Charge): EditorLine {
  return {
    key: newKey(),
    product_id: null,
    description: "",
    unit: "",
    charge,
    quantity_milli: 1000,
    unit_price_cents: 0,
    list_price_cents: null,
    discount_bp: 0,
    optional: false,
  };
}

/** The lines with `key` one place up or down among those of its section. */
export function moved(lines: EditorLine[], key: string, by: -1 | 1): EditorLine[] {
  const from = lines.findIndex((line) => line.key === key);
  const line = lines[from];
  if (line === undefined) return lines;
  let to = from + by;
  while (lines[to] !== undefined && lines[to]?.charge !== line.charge) to += by;
  const other = lines[to];
  if (other === undefined) return lines;
  return lines.map((entry, at) => (at === from ? other : at === to ? line : entry));
}

/** The lines with `line` behind `after`, or at the end. */
export function inserted(lines: EditorLine[], line: EditorLine, after: string | null): EditorLine[] {
  const at = lines.findIndex((entry) => entry.key === after);
  return at < 0 ? [...lines, line] : [...lines.slice(0, at + 1), line, ...lines.slice(at + 1)];
}

function reduce(state: State, action: Action): State {
  const revision = state.revision + 1;
  switch (action.kind) {
    case "change": {
      const content = action.change(state.content);
      if (content === state.content) return state;
      const now = Date.now();
      const typing = action.what === state.last.what && now - state.last.at < TYPING;
      const past = typing ? state.past : [...state.past, state.content].slice(-STEPS);
      return { ...state, content, past, future: [], last: { what: action.what, at: now } };
    }
    case "undo": {
      const content = state.past[state.past.length - 1];
      if (content === undefined) return state;
      return {
        content,
        past: state.past.slice(0, -1),
        future: [...state.future, state.content],
        last: { what: "", at: 0 },
        revision,
      };
    }
    case "redo": {
      const content = state.future[state.future.length - 1];
      if (content === undefined) return state;
      return {
        content,
        past: [...state.past, state.content],
        future: state.future.slice(0, -1),
        last: { what: "", at: 0 },
        revision,
      };
    }
    case "replace":
      return {
        content: withKeys(action.content),
        past: [...state.past, state.content],
        future: [],
        last: { what: "", at: 0 },
        revision,
      };
  }
}

export function useEditor(initial: QuoteContent) {
  const [state, dispatch] = useReducer(reduce, initial, (content) => ({
    content: withKeys(content),
    past: [],
    future: [],
    last: { what: "", at: 0 },
    revision: 0,
  }));
  const change = useCallback(
    (what: string, change: (content: EditorContent) => EditorContent) =>
      dispatch({ kind: "change", what, change }),
    [],
  );
  const set = useCallback(
    <K extends keyof EditorContent>(field: K, value: EditorContent[K]) =>
      change(field, (content) => ({ ...content, [field]: value })),
    [change],
  );
  const setLine = useCallback(
    (key: string, patch: Partial<QuoteLine>) =>
      change(`${key}.${Object.keys(patch).join()}`, (content) => ({
        ...content,
        lines: content.lines.map((line) => (line.key === key ? { ...line, ...patch } : line)),
      })),
    [change],
  );
  return {
    content: state.content,
    revision: state.revision,
    change,
    set,
    setLine,
    undo: useCallback(() => dispatch({ kind: "undo" }), []),
    redo: useCallback(() => dispatch({ kind: "redo" }), []),
    replace: useCallback((content: QuoteContent) => dispatch({ kind: "replace", content }), []),
  };
}

export type Editor = ReturnType<typeof useEditor>;
