// Weeks of calendar days, `YYYY-MM-DD`, without clock times.
const DAY = 86_400_000;

/** The day so many days later. */
export function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** The Monday of the day's week; a Sunday belongs to the week that it ends. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return shifted(day, -((weekday + 6) % 7));
}

/** So many days in a row. */
export function daysFrom(first: string, length: number): string[] {
  return Array.from({ length }, (_, index) => shifted(first, index));
}
