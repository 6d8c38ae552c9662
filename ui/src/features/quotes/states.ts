// How a quote's state looks, and how its number is written.
import type { QuoteStatus } from "@/bindings";
import type { TagKind } from "@/shared";

export const statusKind: Record<QuoteStatus, TagKind> = {
  draft: "closed",
  awaiting_approval: "today",
  sent: "open",
  viewed: "internal",
  accepted: "good",
  refused: "overdue",
  expired: "overdue",
  superseded: "closed",
};

export const statuses = Object.keys(statusKind) as QuoteStatus[];

/** `2026/0417`. */
export function numberText(quote: { year: number; number: number }): string {
  return `${quote.year}/${String(quote.number).padStart(4, "0")}`;
}

/** A PDF as it came from the application. */
export function bytesOf(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
