import { localeOf } from "./languages.ts";

/** "donderdag 3 mei 2026 om 14:02" */
export const longMoment = (instant: string, language: string): string =>
  new Intl.DateTimeFormat(localeOf(language), {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(instant));

/** "3 mei, 14:02", with the year where it is another one. */
export function moment(instant: string, language: string, now = new Date()): string {
  const at = new Date(instant);
  return new Intl.DateTimeFormat(localeOf(language), {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    ...(at.getFullYear() !== now.getFullYear() && { year: "numeric" }),
  }).format(at);
}

/** "3 mei 2026" */
export const day = (instant: string, language: string): string =>
  new Intl.DateTimeFormat(localeOf(language), { day: "numeric", month: "long", year: "numeric" }).format(
    new Date(instant),
  );

/** For lists: the time today, the day this year, else the date. */
export function shortMoment(instant: string, language: string, now = new Date()): string {
  const at = new Date(instant);
  const options: Intl.DateTimeFormatOptions =
    at.toDateString() === now.toDateString()
      ? { hour: "2-digit", minute: "2-digit" }
      : at.getFullYear() === now.getFullYear()
        ? { day: "numeric", month: "short" }
        : { day: "numeric", month: "short", year: "numeric" };
  return new Intl.DateTimeFormat(localeOf(language), options).format(at);
}

/** "340 kB", "2,4 MB" */
export function fileSize(sizeBytes: number, language: string): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const step = sizeBytes < 1000 ? 0 : sizeBytes < 1e6 ? 1 : sizeBytes < 1e9 ? 2 : 3;
  const value = sizeBytes / 1000 ** step;
  return new Intl.NumberFormat(localeOf(language), {
    style: "unit",
    unit: units[step],
    unitDisplay: "short",
    maximumFractionDigits: step < 2 || value >= 100 ? 0 : 1,
  }).format(value);
}

/** Of what ends at a moment: the last one that still belongs to it, so that midnight names the day before. */
export const justBefore = (instant: string): string => new Date(Date.parse(instant) - 1).toISOString();
