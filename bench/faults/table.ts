import type { Sent } from "./ledger.ts";
import type { FaultOutcome } from "./run.ts";

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

/** A table in Markdown: what went wrong, how often, and what came of it. */
export function tableOf(outcome: FaultOutcome): string[] {
  const { happenings, verdict, world } = outcome;
  const at = (sent: Sent): string => happenings[Math.min(sent.during ?? 0, happenings.length - 1)]?.kind.name ?? "";
  const acknowledged = Map.groupBy(
    world.ledger.sent.filter(({ state }) => state === "acknowledged"),
    at,
  );
  const count = (list: Iterable<Sent>, name: string): number => [...list].filter((sent) => at(sent) === name).length;
  const rows = [...Map.groupBy(happenings, ({ kind }) => kind.name)].map(([name, list]) => {
    const times = list.map(({ recoveredMs }) => recoveredMs).toSorted((a, b) => a - b);
    const cells = [
      name,
      list.length,
      acknowledged.get(name)?.length ?? 0,
      count(verdict.lost.keys(), name),
      count(verdict.doubled.keys(), name),
      seconds(times[Math.floor(times.length / 2)]!),
      seconds(times.at(-1)!),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [
    "| fault | times | messages acknowledged meanwhile | lost | doubled | seconds to recover, median | longest |",
    "|---|---|---|---|---|---|---|",
    ...rows.toSorted(),
  ];
}

/** What people did, and how often each had no answer or a refusal. */
export function summaryOf({ verdict, world, happenings, hasDisk, canJump, endings }: FaultOutcome): string[] {
  const { ledger, smarthost } = world;
  const { messages, opened, recalled, replies, files } = verdict.checked;
  const acts = [...ledger.acts].map(
    ([act, { acknowledged, refused, unknown }]) =>
      `${act}: ${acknowledged} acknowledged, ${refused} refused, ${unknown} without an answer`,
  );
  return [
    `${happenings.filter(({ kind }) => kind.isKill).length} kills, ${happenings.length} faults in all`,
    ...acts,
    `checked at the end: ${messages} messages by their senders, ${opened} opened by guests, ${files} files, ${replies} replies, ${recalled} recalls`,
    `copies of a mail whose answer nobody heard: ${verdict.copiesUnheard}`,
    `disk: ${hasDisk ? "a file system of its own, filled from outside" : "not filled here"}; clock: ${canJump ? "set by libfaketime" : "not set here"}`,
    `smarthost: ${[...smarthost.troubles].map(([what, count]) => `${what} ${count}`).join(", ") || "calm"}`,
    `refusals: ${[...ledger.refusals].map(([what, count]) => `${what} ${count}`).join(", ") || "none"}`,
    ...endings.map((line) => `ended by itself: ${line}`),
    ...[...verdict.lost].map(([sent, why]) => `LOST ${sent.kind} ${sent.number}: ${why}`),
    ...[...verdict.doubled].map(([sent, why]) => `DOUBLED ${sent.kind} ${sent.number}: ${why}`),
    ...ledger.faults.map((fault) => `FAULT ${fault}`),
  ];
}

/** True when nothing was lost, doubled or wrong on the way. */
export const isClean = ({ verdict, world }: FaultOutcome): boolean =>
  verdict.lost.size === 0 && verdict.doubled.size === 0 && world.ledger.faults.length === 0;
