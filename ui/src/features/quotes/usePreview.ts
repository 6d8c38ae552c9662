// The real PDF of what is typed, with its totals. A short pause after each key; answers that were
// overtaken are dropped, so the page never goes back in time.
import { useEffect, useRef, useState } from "react";
import type { LineTotals, QuoteTotals } from "@/bindings";
import { asCommandError, type CommandError, call } from "@/ipc";
import { bytesOf } from "./states";
import { type EditorContent, withoutKeys } from "./useEditor";

const PAUSE = 120;

export interface Preview {
  bytes: Uint8Array | null;
  totals: QuoteTotals;
  /** What each line comes to, by its key. */
  lines: ReadonlyMap<string, LineTotals>;
  /** What keeps the content from being printed, such as an amount out of range. */
  error: CommandError | null;
}

function byKey(content: EditorContent, totals: QuoteTotals): ReadonlyMap<string, LineTotals> {
  return new Map(
    content.lines.flatMap((line, at) => {
      const found = totals.lines[at];
      return found ? [[line.key, found] as const] : [];
    }),
  );
}

export function usePreview(id: string, content: EditorContent, start: QuoteTotals, frozen: boolean): Preview {
  const [preview, setPreview] = useState<Preview>(() => ({
    bytes: null,
    totals: start,
    lines: byKey(content, start),
    error: null,
  }));
  const asked = useRef(0);
  useEffect(() => {
    asked.current += 1;
    const mine = asked.current;
    const ask = () => {
      const answer = frozen
        ? call("quotes.pdf", { id })
        : call("quotes.preview_pdf", { id, content: withoutKeys(content) });
      answer
        .then((pdf) => {
          if (mine !== asked.current) return;
          setPreview({
            bytes: bytesOf(pdf.pdf_base64),
            totals: pdf.totals,
            lines: byKey(content, pdf.totals),
            error: null,
          });
        })
        .catch((reason) => {
          if (mine === asked.current) setPreview((now) => ({ ...now, error: asCommandError(reason) }));
        });
    };
    const timer = setTimeout(ask, mine === 1 ? 0 : PAUSE);
    return () => clearTimeout(timer);
  }, [id, content, frozen]);
  return preview;
}
