import { open } from "node:fs/promises";
import { type CommandContext, UsageError } from "./command.ts";

/** More than a document may have; what is longer is refused by who reads it, with the bound. */
const mostBytes = 1_000_000;

/** The text of the one file that the command names. */
export async function agreementsFile({ positionals }: CommandContext): Promise<string> {
  const [name, ...others] = positionals;
  if (name === undefined || others.length > 0) throw new UsageError("one file is needed");
  const file = await open(name).catch(() => {
    throw new UsageError(`the file ${name} can't be read`);
  });
  try {
    const { size } = await file.stat();
    if (size > mostBytes) throw new UsageError(`the file ${name} is no agreements document: it is too large`);
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}
