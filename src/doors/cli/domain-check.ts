import { type CheckedRecord, checkDomain } from "#/operation/index.ts";
import type { Command } from "./command.ts";
import { operatorIn } from "./organisation-option.ts";

const words: Readonly<Record<CheckedRecord["state"], string>> = {
  right: "right",
  missing: "MISSING",
  wrong: "WRONG",
  silent: "no answer",
};

function linesOf({ type, name, value, state, found, remark }: CheckedRecord): string[] {
  const lines = [`${words[state].padEnd(9)}  ${type.padEnd(4)} ${name}${remark ? ` (${remark})` : ""}`];
  if (state === "wrong" || state === "silent") lines.push(...found.map((each) => `           found:     ${each}`));
  if (state !== "right" && value !== "") lines.push(`           should be: ${value}`);
  return lines;
}

export const command: Command = {
  name: "domain check",
  usage: "[--organisation DOMAIN]",
  summary: "asks the DNS for the domain's records, and compares",
  options: { organisation: { type: "string" } },
  run: async (context) => {
    const app = await context.app();
    const check = await checkDomain(app, await operatorIn(app, context));
    const open = check.records.filter(({ state }) => state !== "right").length;
    context.print(check, [
      ...check.records.flatMap(linesOf),
      "",
      open === 0 ? "All is as it should be." : "docs/en/online.md tells what each record is for.",
    ]);
  },
};
