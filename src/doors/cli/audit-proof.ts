import { exportLog, proofText, proveEntry } from "#/audit/index.ts";
import { base64url } from "#/kernel/index.ts";
import type { Command } from "./command.ts";
import { operatorIn } from "./organisation-option.ts";

export const command: Command = {
  name: "audit proof",
  usage: "--entry ID [--organisation DOMAIN]",
  summary: "proof that an entry stands in the audit log; for audit verify --offline",
  options: { entry: { type: "string" }, organisation: { type: "string" } },
  run: async (context) => {
    const entryId = context.required("entry");
    const app = await context.app();
    const operator = await operatorIn(app, context);
    const { position, leafHash, salt, entry, proof, checkpoint, key } = await proveEntry(app, operator, entryId);
    const lines = await Array.fromAsync(await exportLog(app, operator, { entryId }));
    context.print(
      {
        position,
        leafHash: proofText([leafHash])[0],
        salt: salt ? base64url(salt) : null,
        entry: entry ?? null,
        proof: proofText(proof),
        key,
        checkpoint: { size: checkpoint.size, at: checkpoint.at.toISOString(), note: checkpoint.note },
      },
      lines.join("").trimEnd().split("\n"),
    );
  },
};
