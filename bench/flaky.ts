// `npm run flaky -- [mails] [seed]`: the full form of tests/e2e/flaky.test.ts, with thousands of mails and several kills.
import { flakyRun } from "../tests/support/flaky-run.ts";

const mails = Number(process.argv[2] ?? 3000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const startedAt = performance.now();
process.stdout.write(`${mails} mails, seed ${seed}\n`);
const { taken, copies, refused, troubles } = await flakyRun({ mails, kills: 4, seed, deadlineMs: 600_000 });
process.stdout.write(
  `taken ${taken}, refused and reported ${refused}, copies ${copies} (more than one only where no answer was heard)\n`,
);
for (const [what, count] of Object.entries(troubles)) process.stdout.write(`  ${what}: ${count}\n`);
process.stdout.write(`${Math.round((performance.now() - startedAt) / 1000)} s\n`);
