import { parseArgs } from "node:util";
import type { Form } from "./faults/installation.ts";
import { faultRun } from "./faults/run.ts";
import { isClean, summaryOf, tableOf } from "./faults/table.ts";

/*
 * npm run faults [-- --kills N --seed S --minutes M --form together|apart --people P]: people at work while everything
 * goes wrong. Half of the kills hit one process with the embedded database, half hit doors and worker apart on a
 * PostgreSQL of the system. Ends with 1 when anything acknowledged is lost, or comes twice.
 */

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    minutes: { type: "string", default: "45" },
    people: { type: "string", default: "6" },
    "kills-per-trouble": { type: "string", default: "4" },
    form: { type: "string" },
    "drain-seconds": { type: "string", default: "600" },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const forms: readonly Form[] = values.form ? [values.form as Form] : ["together", "apart"];
const [kills, seed, minutes] = [Number(values.kills), Number(values.seed), Number(values.minutes)];

say(`seed ${seed}, ${kills} kills`);
let clean = true;
for (const form of forms) {
  say(`\n${form}`);
  const outcome = await faultRun({
    form,
    seed,
    kills: Math.ceil(kills / forms.length),
    limitMs: (minutes * 60_000) / forms.length,
    people: Number(values.people),
    pauseMs: 300,
    withDisk: form === "together",
    killsPerTrouble: Number(values["kills-per-trouble"]),
    drainMs: Number(values["drain-seconds"]) * 1000,
    tell: (line) => process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`),
  });
  for (const line of [...summaryOf(outcome), "", ...tableOf(outcome)]) say(line);
  clean &&= isClean(outcome);
}
process.exit(clean ? 0 : 1);
