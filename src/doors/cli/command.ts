import type { Readable } from "node:stream";
import type { ParseArgsConfig } from "node:util";
import type { App } from "#/app.ts";
import type { Config } from "#/config.ts";

/** As `parseArgs` of node:util takes them. `--json` and `--help` are there for every command. */
export type CommandOptions = NonNullable<ParseArgsConfig["options"]>;

export type OptionValues = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

/** What a command is given. It writes nothing by other ways. */
export interface CommandContext {
  readonly environment: NodeJS.ProcessEnv;
  /** What stands after the command's name without being an option. */
  readonly positionals: readonly string[];
  readonly options: OptionValues;
  readonly input: Readable;
  /** The configuration, checked when first asked for. @throws Refusal `config.invalid` */
  config(): Config;
  /** Database, blobs and secrets, beside a running server or without; closed when the command ends. */
  /** `makes`: where there is none yet. @throws Refusal `recover.data_absent` otherwise. */
  app(options?: { readonly makes?: boolean }): Promise<App>;
  /** The one text option, or undefined. */
  text(option: string): string | undefined;
  /** The same, where it has to be there. @throws UsageError */
  required(option: string): string;
  /** All values of an option that may be repeated. */
  texts(option: string): readonly string[];
  /**
   * A password: the first line of the file that the option names, or typed on the terminal without showing.
   * @throws UsageError where there is neither
   */
  password(option: string, question: string): Promise<string>;
  /** The result: one JSON document under `--json`, else the lines for a person. Once per command. */
  print(document: unknown, lines: readonly string[]): void;
  /** The result where it is bytes, such as an exported message. Instead of `print`. */
  printBytes(bytes: Uint8Array): Promise<void>;
  /** For the person, on standard error. */
  note(line: string): void;
}

export interface Command {
  /** As typed: `config`, `member add`. */
  readonly name: string;
  /** What follows the name: `--email E [--role R]…`. */
  readonly usage: string;
  /** One line for the overview. */
  readonly summary: string;
  readonly options: CommandOptions;
  run(context: CommandContext): Promise<void>;
}

/** The command line makes no sense: exit status 2, with the usage. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
