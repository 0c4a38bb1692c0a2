import { readMessage } from "#/mail/index.ts";
import { type Command, UsageError } from "./command.ts";
import { messageLines } from "./message-lines.ts";
import { memberAt } from "./organisation-option.ts";

const text = { type: "string" } as const;

/** The one id that stands after the command. */
export function onlyId(positionals: readonly string[]): string {
  const [id, ...others] = positionals;
  if (id === undefined || others.length > 0) throw new UsageError("one message id is needed");
  return id;
}

export const command: Command = {
  name: "message show",
  usage: "ID --member E [--password-file F]",
  summary: "one message, with what became of it at each recipient; does not count as read",
  options: { member: text, "password-file": text },
  run: async (context) => {
    const [id, email] = [onlyId(context.positionals), context.required("member")];
    const app = await context.app();
    const member = await memberAt(app, context, email);
    const message = await readMessage(app, member, id, { mayMark: false });
    context.print(message, messageLines(message));
  },
};
