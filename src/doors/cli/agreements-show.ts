import { describeVersion } from "#/agreements/index.ts";
import { type Command, UsageError } from "./command.ts";
import { memberAt } from "./organisation-option.ts";

const text = { type: "string" } as const;

export const command: Command = {
  name: "agreements show",
  usage: "--member E [--password-file F] [--version N] [--readable]",
  summary: "the working agreements in force, as their document or as people read them",
  options: { member: text, "password-file": text, version: text, readable: { type: "boolean" } },
  run: async (context) => {
    const email = context.required("member");
    const wanted = context.text("version");
    const version = wanted === undefined ? undefined : Number(wanted);
    if (version !== undefined && !(Number.isInteger(version) && version > 0))
      throw new UsageError("--version takes a number from 1 on");
    const app = await context.app();
    const said = await describeVersion(app, await memberAt(app, context, email), { version });
    const readable = said.sections.flatMap(({ heading, lines }) => [heading, ...lines.map((line) => `  ${line}`), ""]);
    context.print(said, context.options["readable"] === true ? readable : [said.text.trimEnd()]);
  },
};
