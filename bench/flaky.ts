import { parseArgs } from "node:util";

/*
 * `npm run flaky -- [mails] [seed]`: the full form of tests/e2e/flaky.test.ts, with thousands of mails and several kills.
 */

const usage = `npm run flaky -- [mails] [seed]

  mails  how many mails are sent past a smarthost that fails, 1 to 100000 (3000)
  seed   which troubles come, a whole number (any)
`;

/** The numbers as typed; undefined for anything else, so that no run of ten minutes begins by mistake. */
function numbersOf(given: readonly string[]): { readonly mails: number; readonly seed: number } | undefined {
  const [mails = "3000", seed = String(Date.now() % 1_000_000), ...others] = given;
  const isCount = (text: string): boolean => /^\d{1,9}$/.test(text);
  if (others.length > 0 || !isCount(mails) || !isCount(seed)) return undefined;
  return Number(mails) >= 1 && Number(mails) <= 100_000 ? { mails: Number(mails), seed: Number(seed) } : undefined;
}

async function run(mails: number, seed: number): Promise<void> {
  // Only now: what it needs belongs to the test runner, which reports about itself.
  const { flakyRun } = await import("../tests/support/flaky-run.ts");
  const startedAt = performance.now();
  process.stdout.write(`${mails} mails, seed ${seed}\n`);
  const { taken, copies, refused, troubles } = await flakyRun({ mails, kills: 4, seed, deadlineMs: 600_000 });
  process.stdout.write(
    `taken ${taken}, refused and reported ${refused}, copies ${copies} (more than one only where no answer was heard)\n`,
  );
  for (const [what, count] of Object.entries(troubles)) process.stdout.write(`  ${what}: ${count}\n`);
  process.stdout.write(`${Math.round((performance.now() - startedAt) / 1000)} s\n`);
}

const { values, positionals } = parseArgs({
  options: { help: { type: "boolean", short: "h" } },
  allowPositionals: true,
  strict: false,
});
const wanted = Object.keys(values).length > 0 ? undefined : numbersOf(positionals);
if (wanted) await run(wanted.mails, wanted.seed);
else if (values["help"] === true) process.stdout.write(usage);
else {
  process.stderr.write(usage);
  process.exitCode = 2;
}
