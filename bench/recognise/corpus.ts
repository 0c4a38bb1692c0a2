import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { htmlToText, parseMail } from "#/intake/index.ts";
import { Refusal } from "#/kernel/index.ts";
import { type CorpusMail, corpusMails } from "../corpus/mails.ts";
import { publishedSeed } from "./generate.ts";
import { identifierKinds, kinds } from "./kinds.ts";
import { openPeer } from "./peer.ts";
import { seededRandom } from "./random.ts";
import { openOwn, type Recogniser } from "./recogniser.ts";
import type { Finding } from "./score.ts";

/*
 * npm run bench:recognise:corpus [-- [DIRECTORY] [--limit N] [--seed N] [--kinds a,b|all] [--sample FILE] [--peer]]: what is
 * recognised in real mail, where no label says what is right. Reads the .eml files of the directory, or the 6,046 mails of the spam corpus; counts
 * findings by kind; and with `--sample` writes 100 of them, drawn by the seed from the kinds in turn, to be judged by hand.
 */

const sampled = 100;
const aroundSigns = 50;
const say = (line = ""): void => void process.stdout.write(`${line}\n`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    limit: { type: "string" },
    seed: { type: "string", default: String(publishedSeed) },
    kinds: { type: "string", default: identifierKinds.join(",") },
    sample: { type: "string" },
    peer: { type: "boolean", default: false },
  },
});

interface Hit extends Finding {
  readonly file: string;
  readonly before: string;
  readonly value: string;
  readonly after: string;
  readonly reason?: string;
}

/** The text of a mail, made of its HTML where it has no other; what can't be read has none. */
async function bodyOf({ bytes }: CorpusMail): Promise<string | undefined> {
  try {
    const source = (async function* () {
      yield bytes;
    })();
    const { text, html } = await parseMail(source, { onAttachment: async () => undefined });
    return text.trim() === "" && html !== "" ? htmlToText(html) : text;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

const hitOf = (file: string, body: string, finding: Finding): Hit => ({
  ...finding,
  file,
  before: body.slice(Math.max(0, finding.start - aroundSigns), finding.start),
  value: body.slice(finding.start, finding.end),
  after: body.slice(finding.end, finding.end + aroundSigns),
});

/** A hundred, drawn from the kinds in turn: of the rare ones all, so that mail addresses do not crowd them out. */
function sampleOf(hits: readonly Hit[], seed: number): Hit[] {
  const random = seededRandom(seed);
  const drawn: { hit: Hit; turn: number }[] = [];
  for (const left of Map.groupBy(hits, ({ kind }) => kind).values())
    for (let turn = 0; left.length > 0; turn++)
      drawn.push({ hit: left.splice(random.between(0, left.length - 1), 1)[0]!, turn });
  const first = drawn.toSorted((a, b) => a.turn - b.turn).slice(0, sampled);
  return first.map(({ hit }) => hit).toSorted((a, b) => a.kind.localeCompare(b.kind));
}

const cell = (text: string): string =>
  text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/\p{C}/gu, "\u{fffd}")
    .replaceAll(/[\\`|<>*_[\]]/g, String.raw`\$&`);

const page = (hits: readonly Hit[], total: number, seed: number): string =>
  [
    `# ${hits.length} of ${total} findings, drawn from the kinds in turn by seed ${seed}`,
    "",
    "| | kind | before | found | after | confidence | reason | mail | right? |",
    "|---|---|---|---|---|---|---|---|---|",
    ...hits.map(({ kind, before, value, after, confidence, reason, file }, index) => {
      const cells = [before, value, after, String(confidence ?? ""), reason ?? "", file].map(cell);
      return `| ${index + 1} | ${kind} | ${cells.join(" | ")} | |`;
    }),
    "",
  ].join("\n");

interface Outcome {
  readonly hits: Hit[];
  readonly read: number;
  readonly bytes: number;
  readonly ms: number;
}

async function run(recognise: Recogniser, mails: readonly CorpusMail[]): Promise<Outcome> {
  const hits: Hit[] = [];
  let [read, bytes, ms] = [0, 0, 0];
  for (const mail of mails) {
    const body = await bodyOf(mail);
    if (body === undefined) continue;
    read++;
    bytes += Buffer.byteLength(body);
    const started = performance.now();
    const findings = await recognise(body);
    ms += performance.now() - started;
    for (const finding of findings) hits.push(hitOf(mail.file, body, finding));
  }
  return { hits, read, bytes, ms };
}

const [directory] = positionals;
const seed = Number(values.seed);
const limit = values.limit === undefined ? Number.MAX_SAFE_INTEGER : Number(values.limit);
if (!Number.isSafeInteger(seed) || !(limit >= 1)) throw new Error("--seed and --limit are whole numbers");
const own = values.peer ? { recognise: openPeer() } : await openOwn();
if ("missing" in own) {
  say(`Nothing to run: ${own.missing}. With --peer, openredaction runs instead.`);
  process.exit(1);
}
const mails = corpusMails(directory === undefined ? undefined : resolve(directory), limit);
const { hits, read, bytes, ms } = await run(own.recognise, mails);
say(`${mails.length} mails, ${mails.length - read} of them refused by the reader of mail`);
say(
  `${(bytes / 1e6).toFixed(1)} MB of body text in ${(ms / 1000).toFixed(1)} s: ${(bytes / ms / 1000).toFixed(2)} MB/s\n`,
);
say("| kind | findings | mails |\n|---|---|---|");
for (const kind of kinds) {
  const ofKind = hits.filter((hit) => hit.kind === kind);
  say(`| ${kind} | ${ofKind.length} | ${new Set(ofKind.map(({ file }) => file)).size} |`);
}
if (values.sample !== undefined) {
  const wanted = values.kinds === "all" ? hits : hits.filter(({ kind }) => values.kinds.split(",").includes(kind));
  const chosen = sampleOf(wanted, seed);
  writeFileSync(values.sample, page(chosen, wanted.length, seed));
  say(`\n${chosen.length} of ${wanted.length} findings to be judged by hand: ${values.sample}`);
}
