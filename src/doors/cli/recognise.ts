import type { Readable } from "node:stream";
import { type Refusal, isRefusal } from "#/kernel/index.ts";
import { type Finding, Recogniser } from "#/recognise/index.ts";
import { type Command, UsageError } from "./command.ts";
import { masked } from "./recognise/masked.ts";
import { type Place, RecentText } from "./recognise/recent-text.ts";
import { type TextPart, textParts, type Unread } from "./recognise/text-parts.ts";

interface Told extends Place {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly confidence: number;
  readonly reason: string;
  readonly part: string;
}

async function findingsIn(part: TextPart, minimumConfidence: number): Promise<Told[]> {
  const recogniser = new Recogniser({ minimumConfidence, names: part.names ?? [] });
  const recent = new RecentText();
  const tell = (finding: Finding): Told => {
    const { kind, start, end, confidence, reasons } = finding;
    const text = recent.slice(start, end);
    return {
      kind,
      start,
      end,
      text,
      confidence,
      reason: reasons.join(", "),
      part: part.name,
      ...recent.placeOf(start),
    };
  };
  const found: Told[] = [];
  for await (const piece of part.pieces) {
    recent.push(piece);
    found.push(...recogniser.push(piece).map(tell));
  }
  found.push(...recogniser.end().map(tell));
  return found.toSorted((a, b) => a.start - b.start || b.end - a.end);
}

interface Looked {
  readonly file: string;
  readonly findings: readonly Told[];
  /** What is in the file and could not be read. */
  readonly unread: readonly Unread[];
}

async function lookInto(file: string, input: Readable, minimumConfidence: number): Promise<Looked> {
  const findings: Told[] = [];
  const unread: Unread[] = [];
  for await (const part of textParts(file, input, (each) => void unread.push(each)))
    findings.push(...(await findingsIn(part, minimumConfidence)));
  return { file, findings, unread };
}

function minimumOf(value: string | undefined): number {
  const minimum = Number(value ?? 0.5);
  if (!(minimum >= 0 && minimum <= 1)) throw new UsageError("--minimum is a number from 0 to 1");
  return minimum;
}

const lineOf = (file: string, told: Told, shows: boolean): string =>
  `${file}:${told.line}:${told.column}  ${told.part === "text" ? "" : `[${told.part}] `}${told.kind}  ` +
  `${shows ? told.text.replaceAll(/\s+/g, " ") : masked(told.text)}  ${told.confidence.toFixed(2)}  ${told.reason}`;

export const command: Command = {
  name: "recognise",
  usage: "[FILE…] [--minimum 0.5] [--show]",
  summary: "personal data in files of any kind, mails, or standard input; values are masked unless --show",
  options: { minimum: { type: "string" }, show: { type: "boolean" } },
  run: async (context) => {
    const minimum = minimumOf(context.text("minimum"));
    const files = context.positionals.length > 0 ? context.positionals : ["-"];
    const results: Looked[] = [];
    let refusal: Refusal | undefined;
    for (const file of files) {
      try {
        results.push(await lookInto(file, context.input, minimum));
      } catch (error) {
        if (!isRefusal(error)) throw error;
        refusal ??= error;
      }
    }
    const shows = context.options["show"] === true;
    context.print(
      results,
      results.flatMap(({ file, findings, unread }) => [
        ...findings.map((told) => lineOf(file, told, shows)),
        ...unread.map(({ name, outcome }) => `${file}: ${name} was not read (${outcome})`),
      ]),
    );
    // What could be read is told all the same.
    if (refusal) throw refusal;
  },
};
