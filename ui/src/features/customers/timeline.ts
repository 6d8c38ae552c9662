// Pure parts of the timeline and its composer.
import type { ContactChannel } from "@/bindings";
import { date, dayOf, daysBetween, time } from "@/shared/format";

const ELSEWHERE: ContactChannel[] = ["whatsapp", "chat", "bitrix"];

/** Whether the conversation happens elsewhere and so needs its link (CUS-3). */
export function asksForLink(channel: ContactChannel): boolean {
  return ELSEWHERE.includes(channel);
}

/** `hoje 09:52`, `ontem 16:20`, `18/11 09:00`, `18/11/2025`. */
export function whenText(at: string, today: string, words: { today: string; yesterday: string }): string {
  const day = dayOf(at);
  const ago = daysBetween(day, today);
  if (ago === 0) return `${words.today} ${time(at)}`;
  if (ago === 1) return `${words.yesterday} ${time(at)}`;
  const full = date(day);
  return day.slice(0, 4) === today.slice(0, 4) ? `${full.slice(0, 5)} ${time(at)}` : full;
}

/** Where a link leads, for a label that is not longer than the entry. */
export function hostOf(link: string): string {
  try {
    return new URL(link).host;
  } catch {
    return link;
  }
}
