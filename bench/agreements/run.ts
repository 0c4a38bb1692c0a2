import { listPresets, readAgreements } from "#/agreements/index.ts";
import { type History, suspect } from "#/agreements/misaddressing/index.ts";
import { decide, matchKeywords } from "#/agreements/rules/index.ts";
import type { Agreements, FindingCount } from "#/contract/index.ts";
import { htmlToText, type ParsedMail, parseMail } from "#/intake/index.ts";
import { FindingCounter, recognise } from "#/recognise/index.ts";
import { corpusMails } from "../corpus/mails.ts";
import { ordinaryMails } from "./ordinary-mails.ts";

/*
 * npm run bench:agreements [-- --limit N]: the agreements of each trade on ordinary mail: the ham of the spam corpus in order of its dates, and a thousand
 * made-up office mails each in Dutch and French (`ordinary-texts.ts`). Says how many
 * of a thousand mails a rule would touch that does more than advise (false alarms, since nobody of these people asked for it), how
 * many a warning about a recipient, how long `decide` takes, and how long the page needs for a draft of 20 KB.
 */

const say = (line = ""): void => void process.stdout.write(`${line}\n`);
const at = process.argv.indexOf("--limit");
const limit = at < 0 ? Number.MAX_SAFE_INTEGER : Number(process.argv[at + 1]);

interface Ordinary {
  readonly from: string;
  readonly to: readonly { readonly email: string; readonly name?: string }[];
  readonly texts: readonly string[];
  readonly time: number;
}

const ordinaryOf = ({ from, to, cc, subject, text, html, date }: ParsedMail): Ordinary => ({
  from: from?.email.toLowerCase() ?? "",
  to: [...to, ...cc].map(({ email, name }) => ({ email: email.toLowerCase(), ...(name ? { name } : {}) })),
  texts: [subject, text.trim() === "" && html !== "" ? htmlToText(html) : text],
  time: date?.getTime() ?? 0,
});

async function readHam(): Promise<Ordinary[]> {
  const mails: Ordinary[] = [];
  for (const { file, bytes } of corpusMails(undefined, limit)) {
    if (!/ham/.test(file)) continue;
    const source = (async function* () {
      yield bytes;
    })();
    const parsed = await parseMail(source, { onAttachment: async () => undefined }).catch(() => undefined);
    const mail = parsed && ordinaryOf(parsed);
    if (mail && mail.to.length > 0 && mail.from !== "") mails.push(mail);
  }
  return mails.toSorted((one, other) => one.time - other.time);
}

function countsOf(texts: readonly string[]) {
  const counter = new FindingCounter();
  for (const text of texts) counter.add(text, recognise(text));
  return counter.counts();
}

const percentile = (times: readonly number[], share: number): number =>
  times.toSorted((one, other) => one - other)[Math.floor(share * (times.length - 1))] ?? 0;
const madeUp = 1_000;
const perThousand = (count: number, of: number): string => ((1000 * count) / of).toFixed(1);
const ms = (time: number): string => `${time.toFixed(2)} ms`;

function agreementsOf(text: string): Agreements {
  const { agreements } = readAgreements(text);
  if (!agreements) throw new Error("a preset with mistakes");
  return agreements;
}

/** One row: what a trade's agreements make of mails. */
function tryOn(
  trade: string,
  agreements: Agreements,
  mails: readonly Ordinary[],
  found: readonly FindingCount[][],
): void {
  const wanted = new Set(agreements.triggers.flatMap(({ when }) => when.keywords ?? []));
  const byRule = new Map<string, number>();
  const times: number[] = [];
  let touched = 0;
  let held = 0;
  for (const [index, { from, to, texts, time }] of mails.entries()) {
    const keywords = [...matchKeywords(wanted, texts)];
    const recipients = to.map(({ email }) => ({ email, kind: "guest" as const }));
    const envelope = { at: new Date(time).toISOString(), sender: from, recipients, keywords };
    const begun = performance.now();
    const decision = decide(agreements, envelope, found[index]!);
    times.push(performance.now() - begun);
    if (decision.strictest === "plain") continue;
    touched += 1;
    if (decision.strictest === "hold" || decision.strictest === "refuse") held += 1;
    const rules = decision.recipients.flatMap((each) => each.reasons.filter(({ action }) => action !== "advise"));
    for (const rule of new Set(rules.map(({ source }) => source))) byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
  }
  const rules = [...byRule].toSorted((one, other) => other[1] - one[1]).map(([rule, count]) => `${rule} ${count}`);
  say(
    `| ${trade} | ${perThousand(held, mails.length)} | ${perThousand(touched, mails.length)} | ${rules.join(", ")} | ${ms(percentile(times, 0.5))} | ${ms(percentile(times, 0.99))} |`,
  );
}

const ham = await readHam();
const sets: readonly (readonly [string, readonly Ordinary[]])[] = [
  ["ham of the spam corpus", ham],
  ["office mail in Dutch", ordinaryMails("nl", madeUp, 20_261_124)],
  ["office mail in French", ordinaryMails("fr", madeUp, 20_261_125)],
];
for (const [title, mails] of sets) {
  if (mails.length === 0) continue;
  const found = mails.map(({ texts }) => countsOf(texts));
  say(`${mails.length} mails: ${title}`);
  say();
  say(
    "| trade | held or refused, of 1,000 | touched by a rule that does more than advise | by rule | decide: median | p99 |",
  );
  say("|---|---|---|---|---|---|");
  for (const { trade, text } of listPresets("en")) tryOn(trade, agreementsOf(text), mails, found);
  say();
}

const mails = ham;
const warned = new Map<string, number>();
const written = new Map<string, Map<string, { email: string; name?: string; count: number }>>();
for (const { from, to, texts } of mails) {
  const addresses = written.get(from) ?? new Map();
  written.set(from, addresses);
  const history: History = { ownDomains: [from.slice(from.lastIndexOf("@") + 1)], addresses: [...addresses.values()] };
  const recipients = to.map((each) => ({ ...each, role: "to" as const, kind: "guest" as const }));
  const signals = suspect({ recipients, beginning: texts[1]!.slice(0, 300) }, history).flatMap(
    (each) => each.suspicions,
  );
  // Colleagues of these people are not known here: who would be one is told apart.
  const named = signals.map(({ signal, meant }) =>
    signal === "typo" && !meant ? "unknown at one's own domain" : signal,
  );
  for (const signal of new Set(named)) warned.set(signal, (warned.get(signal) ?? 0) + 1);
  for (const each of to) addresses.set(each.email, { ...each, count: (addresses.get(each.email)?.count ?? 0) + 1 });
}
say();
say("| warning about a recipient | of 1,000 mails |");
say("|---|---|");
for (const [signal, count] of [...warned].toSorted((one, other) => other[1] - one[1]))
  say(`| ${signal} | ${perThousand(count, mails.length)} |`);

const care = agreementsOf(listPresets("nl").find(({ trade }) => trade === "care")!.text);
const wanted = new Set(care.triggers.flatMap(({ when }) => when.keywords ?? []));
const long = mails.map(({ texts }) => texts[1]!).join("\n");
const drafts = Array.from({ length: 200 }, (_, index) => long.slice(index * 20_480, (index + 1) * 20_480)).filter(
  Boolean,
);
const times = drafts.map((text) => {
  const begun = performance.now();
  const findings = countsOf([text]);
  const recipients = [{ email: "a@elders.example", kind: "guest" as const }];
  const keywords = [...matchKeywords(wanted, [text])];
  decide(care, { at: new Date().toISOString(), sender: "b@firma.example", recipients, keywords }, findings);
  return performance.now() - begun;
});
say();
say(
  `A draft of 20 KB, as the page looks at it: median ${ms(percentile(times, 0.5))}, p99 ${ms(percentile(times, 0.99))}`,
);
