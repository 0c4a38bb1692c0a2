import { letProgramIn } from "#/files/index.ts";
import { appPasswordDoors, createAppPassword } from "#/identity/index.ts";
import { type Command, UsageError } from "./command.ts";
import { memberAt } from "./organisation-option.ts";

const text = { type: "string" } as const;
const doors = ["smtp", "webdav", "imap", "caldav", "sync", "api"] as const;

export const command: Command = {
  name: "app-password create",
  usage: `--member E --door ${appPasswordDoors.join("|")} [--label TEXT] [--any-from] [--password-file F]`,
  summary: "makes an app password for a member's program; the secret is printed once",
  options: { member: text, door: text, label: text, "any-from": { type: "boolean" }, "password-file": text },
  run: async (context) => {
    const email = context.required("member");
    const door = doors.find((each) => each === context.required("door"));
    if (!door) throw new UsageError(`--door takes one of ${appPasswordDoors.join(", ")}`);
    const app = await context.app();
    const member = await memberAt(app, context, email);
    const label = context.text("label") ?? "command line";
    const anyFrom = context.options["any-from"] === true;
    const { userName, secret } =
      door === "webdav"
        ? await letProgramIn(app, member, { label })
        : await createAppPassword(app, member, { door, label, anyFrom, approvedBy: { kind: "operator" } });
    context.note("The secret is shown this once.");
    context.print({ user: userName, secret }, [`user    ${userName}`, `secret  ${secret}`]);
  },
};
