/** What fills in a sentence. */
export type Details = Readonly<Record<string, string | number | boolean | undefined>>;

/** A sentence, or one for each plural form of the number that the detail `count` names. */
export type Sentence = string | { readonly count: string; readonly one: string; readonly other: string };

const timeZone = "Europe/Amsterdam";
const durations = [
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3600 },
  { unit: "minute", seconds: 60 },
  { unit: "second", seconds: 1 },
] as const;
const sizes = [
  { unit: "gigabyte", bytes: 2 ** 30 },
  { unit: "megabyte", bytes: 2 ** 20 },
  { unit: "kilobyte", bytes: 2 ** 10 },
  { unit: "byte", bytes: 1 },
] as const;

const inUnit = (locale: string, unit: string, amount: number, unitDisplay: "long" | "short"): string =>
  new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay, maximumFractionDigits: 1 }).format(amount);

function duration(locale: string, seconds: number): string {
  const step = durations.find((each) => seconds >= each.seconds * 2 || seconds === each.seconds) ?? durations.at(-1)!;
  return inUnit(locale, step.unit, Math.ceil(seconds / step.seconds), "long");
}

function size(locale: string, bytes: number): string {
  const step = sizes.find((each) => bytes >= each.bytes) ?? sizes.at(-1)!;
  return inUnit(locale, step.unit, bytes / step.bytes, "short");
}

const dateOptions = { timeZone, day: "numeric", month: "long", year: "numeric" } as const;
const timeOptions = { timeZone, hour: "2-digit", minute: "2-digit" } as const;

/** Making one takes longer than using it a hundred times. */
const formats = new Map<string, { readonly day: Intl.DateTimeFormat; readonly time: Intl.DateTimeFormat }>();

function formatsOf(locale: string): { readonly day: Intl.DateTimeFormat; readonly time: Intl.DateTimeFormat } {
  const known = formats.get(locale);
  if (known) return known;
  const made = {
    day: new Intl.DateTimeFormat(locale, dateOptions),
    time: new Intl.DateTimeFormat(locale, timeOptions),
  };
  // The locales are those of the catalogues.
  formats.set(locale, made);
  return made;
}

function moment(locale: string, text: string, withTime: boolean): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  const { day, time } = formatsOf(locale);
  return withTime ? `${day.format(date)} ${time.format(date)}` : day.format(date);
}

function filled(locale: string, value: string | number | boolean | undefined, format: string | undefined): string {
  if (value === undefined) return "";
  if (format === "duration") return duration(locale, Number(value));
  if (format === "size") return size(locale, Number(value));
  if (format === "date") return moment(locale, String(value), false);
  if (format === "time") return moment(locale, String(value), true);
  return typeof value === "number" ? new Intl.NumberFormat(locale).format(value) : String(value);
}

/**
 * The sentence with `{name}` and `{name:format}` filled in. Formats: `duration` (seconds), `size` (bytes),
 * `date` and `time` (an instant in ISO 8601). A detail that is not given leaves nothing behind. Pure.
 */
export function render(locale: string, sentence: Sentence, details: Details): string {
  const text =
    typeof sentence === "string"
      ? sentence
      : new Intl.PluralRules(locale).select(Number(details[sentence.count])) === "one"
        ? sentence.one
        : sentence.other;
  return text.replace(/\{(\w+)(?::(\w+))?\}/g, (_, name: string, format: string | undefined) =>
    filled(locale, details[name], format),
  );
}
