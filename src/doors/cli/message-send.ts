import { verificationSchema } from "#/contract/index.ts";
import type { Bytes } from "#/kernel/index.ts";
import { readMessage, submitMail } from "#/mail/index.ts";
import { type Command, UsageError } from "./command.ts";
import { memberAt } from "./organisation-option.ts";
import { recipientLines } from "./message-lines.ts";

const text = { type: "string" } as const;

export const command: Command = {
  name: "message send",
  usage:
    "--from E --to E [--to E]… [--secure] [--verify none|sms|password] [--phone N] [--agreed-password-file F] [--password-file F] < message.eml",
  summary: "sends a mail from standard input; sealed with --secure, or where the mail asks for it",
  options: {
    from: text,
    to: { type: "string", multiple: true },
    secure: { type: "boolean" },
    verify: text,
    phone: text,
    "agreed-password-file": text,
    "password-file": text,
  },
  run: async (context) => {
    const from = context.required("from");
    const to = context.texts("to");
    if (to.length === 0) throw new UsageError("--to is missing");
    const verification = verificationSchema.optional().safeParse(context.text("verify"));
    if (!verification.success) throw new UsageError(`--verify takes one of ${verificationSchema.options.join(", ")}`);
    const agreed = context.text("agreed-password-file");
    const password = agreed === undefined ? undefined : await context.password("agreed-password-file", "");
    const app = await context.app();
    const member = await memberAt(app, context, from);
    const isSecure = context.options["secure"] === true || verification.data !== undefined || password !== undefined;
    const { way, id, repeated } = await submitMail(app, member, {
      envelope: { from: member.email, to: to.map((email) => ({ email })) },
      source: context.input as AsyncIterable<Bytes>,
      door: "cli",
      wish: { secure: isSecure, verification: verification.data, phone: context.text("phone"), password },
    });
    if (way === "relayed") {
      context.print({ way, dispatchId: id, repeated }, [`relayed  ${id}`]);
      return;
    }
    if (way === "held") {
      context.print({ way, messageId: id, repeated }, [`held     ${id}`]);
      return;
    }
    const { conversationId, recipients } = await readMessage(app, member, id, { mayMark: false });
    const lines = [`sealed   ${id}`, ...recipientLines(recipients)];
    context.print({ way, messageId: id, conversationId, repeated, recipients }, lines);
  },
};
