import { recallMessage } from "#/mail/index.ts";
import type { Command } from "./command.ts";
import { recipientLines } from "./message-lines.ts";
import { onlyId } from "./message-show.ts";
import { memberAt } from "./organisation-option.ts";

const text = { type: "string" } as const;

export const command: Command = {
  name: "message recall",
  usage: "ID --member E [--recipient ID] [--password-file F]",
  summary: "takes a message back, and says what had been handed out",
  options: { member: text, recipient: text, "password-file": text },
  run: async (context) => {
    const [messageId, email] = [onlyId(context.positionals), context.required("member")];
    const app = await context.app();
    const member = await memberAt(app, context, email);
    const { recipients } = await recallMessage(app, member, { messageId, recipientId: context.text("recipient") });
    context.print({ messageId, recipients }, recipientLines(recipients));
  },
};
