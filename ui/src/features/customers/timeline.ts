// Pure parts of the timeline and its composer.
import type { Activity, ContactChannel } from "@/bindings";
import { date, dayOf, daysBetween } from "@/shared/format";

const ELSEWHERE: ContactChannel[] = ["whatsapp", "chat", "bitrix"];

/** Whether the conversation happens elsewhere and so needs its link (CUS-3). */
export function asksForLink(channel: ContactChannel): boolean {
  return ELSEWHERE.includes(channel);
}

/** Entries of one calendar day of the office. */
export interface Day {
  /** `YYYY-MM-DD`. */
  day: string;
  entries: Activity[];
}

/** Entries by day, in the order given. One that two pages brought, because something was written
 * between the two answers, stands only once. */
export function byDay(entries: Activity[]): Day[] {
  const days: Day[] = [];
  const seen = new Set<string>();
  for (const entry of entries) {
    if (seen.has(entry.id)) continue;
    seen.add(entry.id);
    const day = dayOf(entry.at);
    const last = days[days.length - 1];
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}

/** `hoje`, `ontem`, `18/11`, `18/11/2025`. */
export function dayText(day: string, today: string, words: { today: string; yesterday: string }): string {
  const ago = daysBetween(day, today);
  if (ago === 0) return words.today;
  if (ago === 1) return words.yesterday;
  const full = date(day);
  return day.slice(0, 4) === today.slice(0, 4) ? full.slice(0, 5) : full;
}

/** A code nobody translated yet, readable all the same: `visit_sheet_printed` → `Visit sheet printed`. */
export function readableCode(code: string): string {
  const words = code.replace(/[_.]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Where a link leads, for a label that is not longer than the entry. */
export function hostOf(link: string): string {
  try {
    return new URL(link).host.replace(/^www\./, "");
  } catch {
    return link;
  }
}
