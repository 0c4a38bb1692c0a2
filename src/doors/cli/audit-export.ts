import { exportLog } from "#/audit/index.ts";
import { utf8 } from "#/kernel/index.ts";
import { type Command, UsageError } from "./command.ts";
import { operatorIn } from "./organisation-option.ts";

function moment(option: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new UsageError(`--${option} is no date, such as 2026-05-01`);
  return at;
}

export const command: Command = {
  name: "audit export",
  usage: "[--from DATE] [--until DATE] [--act NAME] [--organisation DOMAIN] > FILE.jsonl",
  summary: "entries of the audit log with their proofs, one a line",
  options: {
    from: { type: "string" },
    until: { type: "string" },
    act: { type: "string" },
    organisation: { type: "string" },
  },
  run: async (context) => {
    const filter = {
      from: moment("from", context.text("from")),
      until: moment("until", context.text("until")),
      act: context.text("act"),
    };
    const app = await context.app();
    for await (const lines of await exportLog(app, await operatorIn(app, context), filter))
      await context.printBytes(utf8(lines));
  },
};
