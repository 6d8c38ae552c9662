// What a figure was asked for, and how times are written.
import type { TFunction } from "i18next";
import type { Measure } from "@/bindings";

/** Opens the sales behind a figure. */
export interface Asked {
  title: string;
  measure: Measure;
  key?: string;
  person?: string;
}

export type Ask = (asked: Asked) => void;

/** The day so many days before. */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

/** Minutes as people say them: `45 min`, `5 h 20 min`, `3 d 4 h`. */
export function duration(t: TFunction, minutes: number | null): string {
  if (minutes === null) return "";
  const hours = Math.floor(minutes / 60);
  if (hours < 1) return t("indicators:duration.minutes", { minutes });
  if (hours < 48) return t("indicators:duration.hours", { hours, minutes: minutes % 60 });
  return t("indicators:duration.days", { days: Math.floor(hours / 24), hours: hours % 24 });
}
