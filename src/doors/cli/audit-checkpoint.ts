import { readLogState } from "#/audit/index.ts";
import type { Command } from "./command.ts";
import { operatorIn } from "./organisation-option.ts";

export const command: Command = {
  name: "audit checkpoint",
  usage: "[--organisation DOMAIN]",
  summary: "the last signed checkpoint of the audit log, and the key it is verified with",
  options: { organisation: { type: "string" } },
  run: async (context) => {
    const app = await context.app();
    const { size, waiting, checkpoint, key } = await readLogState(app, await operatorIn(app, context));
    const last = checkpoint && { size: checkpoint.size, at: checkpoint.at.toISOString(), note: checkpoint.note };
    context.note(`${size} entries in the log, ${waiting} waiting. Key: ${key}`);
    context.print({ size, waiting, key, checkpoint: last ?? null }, last ? [last.note.trimEnd()] : []);
  },
};
