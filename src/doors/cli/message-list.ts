import { listMessages } from "#/mail/index.ts";
import { type Command, UsageError } from "./command.ts";
import { entryLine } from "./message-lines.ts";
import { memberAt } from "./organisation-option.ts";

const text = { type: "string" } as const;

export const command: Command = {
  name: "message list",
  usage: "--member E [--folder inbox|sent] [--limit N] [--cursor C] [--password-file F]",
  summary: "messages of a member's mailbox, newest first",
  options: { member: text, folder: text, limit: text, cursor: text, "password-file": text },
  run: async (context) => {
    const email = context.required("member");
    const folder = context.text("folder") ?? "inbox";
    if (folder !== "inbox" && folder !== "sent") throw new UsageError("--folder takes one of inbox, sent");
    const limit = Number(context.text("limit") ?? 50);
    if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new UsageError("--limit takes 1 to 1000");
    const app = await context.app();
    const member = await memberAt(app, context, email);
    const page = await listMessages(app, member, { folder, limit, cursor: context.text("cursor") });
    context.print(page, page.entries.map(entryLine));
    if (page.next) context.note(`There are more: --cursor ${page.next}`);
  },
};
