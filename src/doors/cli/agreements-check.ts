import { readAgreements, sayProblem } from "#/agreements/index.ts";
import { languageSchema } from "#/contract/index.ts";
import { Refusal } from "#/kernel/index.ts";
import { agreementsFile } from "./agreements-file.ts";
import { type Command, UsageError } from "./command.ts";

export const command: Command = {
  name: "agreements check",
  usage: "FILE.yaml [--language nl|en|fr|de]",
  summary: "what is wrong with a document of working agreements, by line; needs no server",
  options: { language: { type: "string" } },
  run: async (context) => {
    const language = languageSchema.safeParse(context.text("language") ?? "en");
    if (!language.success) throw new UsageError(`--language takes one of ${languageSchema.options.join(", ")}`);
    const { problems = [] } = readAgreements(await agreementsFile(context));
    const said = problems.map((problem) => {
      const { line, column, path, code } = problem;
      return { line, column, path, code, message: sayProblem(language.data, problem) };
    });
    context.print({ good: said.length === 0, problems: said }, [
      ...said.map(({ message }) => message),
      ...(said.length === 0 ? ["The document is good."] : []),
    ]);
    if (said.length > 0)
      throw new Refusal("invalid", "agreements.document_wrong", { line: said[0]!.line, count: said.length });
  },
};
