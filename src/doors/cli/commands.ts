import type { Command } from "./command.ts";

interface Listed {
  readonly summary: string;
  readonly load: () => Promise<{ readonly command: Command }>;
}

/** Every command by its full name, in the order of the overview. Loaded when used. */
export const commands: Readonly<Record<string, Listed>> = {
  config: { summary: "what is configured, and where each value comes from", load: () => import("./config.ts") },
};

/** The command that the arguments begin with (longest name first), and the arguments after it. */
export async function findCommand(
  args: readonly string[],
): Promise<{ command: Command; rest: readonly string[] } | undefined> {
  for (const words of [2, 1]) {
    const listed = Object.hasOwn(commands, args.slice(0, words).join(" "))
      ? commands[args.slice(0, words).join(" ")]
      : undefined;
    if (listed && args.length >= words) return { command: (await listed.load()).command, rest: args.slice(words) };
  }
  return undefined;
}

const width = Math.max(...Object.keys(commands).map((name) => name.length));

export const overview = (): string[] => [
  "usage: zegel COMMAND [--json] [OPTION…]",
  "",
  ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`),
  "",
  "zegel COMMAND --help tells more. Configuration: docs/configuration.md",
];
