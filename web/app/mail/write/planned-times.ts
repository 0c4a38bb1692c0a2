export interface PlannedTime {
  readonly name: "today" | "tomorrow" | "monday";
  readonly at: Date;
}

const morning = 8;
const lastToday = 17;

function day(from: Date, days: number, hour: number): Date {
  const at = new Date(from);
  at.setDate(at.getDate() + days);
  at.setHours(hour, 0, 0, 0);
  return at;
}

/** What people mean by later: this afternoon, tomorrow morning, Monday morning; in the device's own time. */
export function plannedTimes(now: Date): PlannedTime[] {
  const inThreeHours = now.getHours() + 3;
  const toMonday = (8 - now.getDay()) % 7 || 7;
  return [
    ...(inThreeHours <= lastToday ? [{ name: "today" as const, at: day(now, 0, inThreeHours) }] : []),
    { name: "tomorrow", at: day(now, 1, morning) },
    { name: "monday", at: day(now, toMonday, morning) },
  ];
}

/** As a field for day and time has it. */
export const localValue = (at: Date): string =>
  new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
