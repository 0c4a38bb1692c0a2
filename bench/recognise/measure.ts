import { parseArgs } from "node:util";
import { generate, type LabelledText, publishedSeed } from "./generate.ts";
import { adviceKinds, identifierKinds, kinds, passageKinds } from "./kinds.ts";
import { openPeer, peerName } from "./peer.ts";
import { openOwn, type Recogniser } from "./recogniser.ts";
import { countKind, type Finding, type Judged, type Score, score, scoreOf, type Share, sum } from "./score.ts";
import { isSplit, splits } from "./template.ts";

/*
 * npm run bench:recognise [-- --split held-out|development|all] [--seed N] [--wrong KIND] [--no-peer]: what a recogniser finds in
 * the labelled texts, by kind, and how fast; ours beside openredaction on the same texts. `--wrong` shows ours' mistakes of a
 * kind (in texts of the development split alone: the others are not to be looked at while rules are written).
 */

const leastMs = 1000;
const say = (line = ""): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    split: { type: "string", default: "held-out" },
    seed: { type: "string", default: String(publishedSeed) },
    wrong: { type: "string" },
    "no-peer": { type: "boolean", default: false },
  },
});

const percent = (share: Share): string =>
  share ? `${(share.value * 100).toFixed(1)} (${(share.low * 100).toFixed(0)}–${(share.high * 100).toFixed(0)})` : "–";

function row({ kind, n, found, false: wrong, missed, recall, precision, f1 }: Score): string {
  const cells = [
    kind,
    n,
    found,
    wrong,
    missed,
    percent(recall),
    percent(precision),
    f1 === undefined ? "–" : f1.toFixed(3),
  ];
  return `| ${cells.join(" | ")} |`;
}

const table = (name: string, judged: readonly Judged[]): void => {
  const scores = score(judged);
  const together = (of: readonly string[]): Score =>
    scoreOf("all", sum(scores.filter(({ kind }) => of.includes(kind))));
  say(`\n${name}\n`);
  say("| kind | n | found | false | missed | recall % | precision % | F1 |");
  say("|---|---|---|---|---|---|---|---|");
  for (const each of scores) say(row(each));
  const strict = identifierKinds.filter((kind) => !adviceKinds.includes(kind));
  say(row(together(strict)).replace("all", "**identifier kinds, without advice**"));
  say(row(together(passageKinds)).replace("all", "**passages**"));
};

/** Megabytes of UTF-8 a second: each text alone, and all of them as one. */
async function speed(recognise: Recogniser, texts: readonly LabelledText[]): Promise<string> {
  async function rate(parts: readonly string[]): Promise<number> {
    const bytes = parts.reduce((total, part) => total + Buffer.byteLength(part), 0);
    const started = performance.now();
    let [read, ms] = [0, 0];
    while (ms < leastMs) {
      for (const part of parts) await recognise(part);
      read += bytes;
      ms = performance.now() - started;
    }
    return read / ms / 1000;
  }
  const parts = texts.map(({ text }) => text);
  const alone = await rate(parts);
  const asOne = await rate([parts.join("\n\n")]);
  return `${alone.toFixed(2)} MB/s each text alone, ${asOne.toFixed(2)} MB/s all as one text`;
}

async function judge(recognise: Recogniser, texts: readonly LabelledText[]): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const text of texts) judged.push({ text, findings: await recognise(text.text) });
  return judged;
}

function showWrong(judged: readonly Judged[], kind: string): void {
  const named = kinds.find((each) => each === kind);
  if (!named) throw new Error(`there is no kind ${kind}`);
  const part = (text: LabelledText, spans: readonly (Finding | LabelledText["labels"][number])[]): string =>
    spans
      .filter((span) => span.kind === kind)
      .map(({ start, end }) => JSON.stringify(text.text.slice(start, end)))
      .join(" ");
  for (const { text, findings } of judged) {
    const counts = countKind(named, text.labels, findings);
    if (text.split === "held-out" || counts.false + counts.missed === 0) continue;
    say(`\n${text.id}: ${text.about}\n${text.text}`);
    say(`  labels:   ${part(text, text.labels)}\n  findings: ${part(text, findings)}`);
  }
}

const { split, seed } = values;
if (split !== "all" && !isSplit(split)) throw new Error(`--split is ${splits.join(", ")} or all`);
if (!Number.isSafeInteger(Number(seed))) throw new Error("--seed is a whole number");
const texts = generate(Number(seed)).filter((text) => split === "all" || text.split === split);
const decoys = texts.filter(({ labels }) => labels.length === 0).length;
say(`${texts.length} texts (${split}, seed ${seed}), ${decoys} of them decoys`);

const own = await openOwn();
if ("missing" in own) say(`\nOurs is not measured: ${own.missing}.`);
else {
  const judged = await judge(own.recognise, texts);
  if (values.wrong) showWrong(judged, values.wrong);
  else {
    table("Zegel", judged);
    say(`\n${await speed(own.recognise, texts)}`);
  }
}
if (!values["no-peer"] && !values.wrong) {
  const peer = openPeer();
  table(peerName, await judge(peer, texts));
  say(`\n${await speed(peer, texts)}`);
}
