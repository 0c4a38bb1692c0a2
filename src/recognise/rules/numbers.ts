import type { Reading } from "../reading.ts";
import { belgianNumbers } from "./belgian-numbers.ts";
import { card } from "./card.ts";
import { Cluster } from "./cluster.ts";
import { dutchNumbers } from "./dutch-numbers.ts";
import type { NumberRule } from "./layouts.ts";
import { phoneLayouts } from "./phone.ts";
import { isInUrl, isWhole } from "./say.ts";

/** By the lengths of its groups, as digits in base 32. */
const rules = new Map<number, NumberRule[]>();
for (const [rule, ...layouts] of [...dutchNumbers, ...belgianNumbers, ...phoneLayouts, ...card])
  for (const lengths of layouts) {
    const key = lengths.reduce((all, each) => all * 32 + each, 0);
    const known = rules.get(key);
    if (known) known.push(rule);
    else rules.set(key, [rule]);
  }

const cluster = new Cluster();

/** Everything that begins with a group of digits, alone in its reading of the groups. */
export function readNumber(reading: Reading, token: number): void {
  if (!cluster.read(reading, token)) return;
  let lengths = 0;
  for (let group = 0; group < cluster.groups; group += 1) {
    lengths = lengths * 32 + cluster.groupLengths[group]!;
    const found = rules.get(lengths);
    if (!found || !isWhole(reading, cluster, group + 1) || isInUrl(reading.window.codes, cluster.start)) continue;
    for (const rule of found) rule(reading, cluster, group + 1);
  }
}
