// A field that shows punctuation while one types and hands on the bare value. The caret stays after
// the same character, and nothing typed is ever cut off: too long a value is for the rules to refuse.
import { type ChangeEvent, useLayoutEffect, useRef } from "react";

export interface MaskOptions {
  value: string | null | undefined;
  onChange: (bare: string) => void;
  /** Bare value to what is shown. */
  show: (bare: string) => string;
  /** What was typed to the bare value. */
  bare: (text: string) => string;
}

/** Props for a text input: `value`, `onChange` and `ref`. */
export function useMask({ value, onChange, show, bare }: MaskOptions) {
  const input = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);
  const text = show(value ?? "");

  useLayoutEffect(() => {
    const field = input.current;
    if (field === null || caret.current === null || document.activeElement !== field) return;
    field.setSelectionRange(position(text, caret.current, bare), position(text, caret.current, bare));
    caret.current = null;
  });

  const change = (event: ChangeEvent<HTMLInputElement>) => {
    const typed = event.currentTarget.value;
    const at = event.currentTarget.selectionStart ?? typed.length;
    let next = bare(typed);
    let before = bare(typed.slice(0, at)).length;
    // Deleting a mark alone deletes the character before it, or the key would seem dead.
    if (next === (value ?? "") && typed.length < text.length && before > 0) {
      next = next.slice(0, before - 1) + next.slice(before);
      before -= 1;
    }
    caret.current = before;
    onChange(next);
  };

  return { ref: input, value: text, onChange: change };
}

function position(text: string, significant: number, bare: (text: string) => string): number {
  if (significant >= bare(text).length) return text.length;
  for (let at = 0; at <= text.length; at++) if (bare(text.slice(0, at)).length >= significant) return at;
  return text.length;
}
