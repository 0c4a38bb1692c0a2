import { takeReport } from "#/mail/index.ts";
import type { Command } from "./command.ts";

const longestBytes = 4 * 1024 * 1024;

async function mailFrom(input: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  // Read to the end even so: a mail server takes a broken pipe for a failure, and would send a report on the report.
  for await (const piece of input) {
    if (sizeBytes < longestBytes) pieces.push(piece);
    sizeBytes += piece.byteLength;
  }
  return Buffer.concat(pieces);
}

const lines = {
  failed: "a report on a failed delivery",
  delayed: "a report on a delayed delivery",
  delivered: "a report on a delivery",
  none: "no report on a delivery",
} as const;

export const command: Command = {
  name: "bounce",
  usage: "< report.eml",
  summary: "takes a delivery report in, from the mail server's pipe",
  options: {},
  run: async (context) => {
    const mail = await mailFrom(context.input);
    const taken = await takeReport(await context.app(), mail);
    context.print(taken, [`${lines[taken.kind]}; mails of ours: ${taken.known}, states changed: ${taken.changed}`]);
  },
};
