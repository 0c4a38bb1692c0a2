import { resetSecondFactor } from "#/identity/index.ts";
import type { Command } from "./command.ts";

const text = { type: "string" } as const;

export const command: Command = {
  name: "member reset-second-factor",
  usage: "--email E [--password-file F]",
  summary: "lets a member set the second factor up anew, with the member's own password",
  options: { email: text, "password-file": text },
  run: async (context) => {
    const email = context.required("email");
    const app = await context.app();
    const password = await context.password("password-file", `Password of ${email}`);
    await resetSecondFactor(app, { kind: "operator" }, { email, password });
    context.print({ email, secondFactor: "reset" }, [`${email} sets the second factor up anew at the next log-in.`]);
  },
};
