import type { Command } from "./command.ts";

interface Listed {
  readonly summary: string;
  readonly load: () => Promise<{ readonly command: Command }>;
}

/** Every command by its full name, in the order of the overview. Loaded when used. */
export const commands: Readonly<Record<string, Listed>> = {
  config: { summary: "what is configured, and where each value comes from", load: () => import("./config.ts") },
  setup: {
    summary: "sets up an organisation, and writes the recovery kit",
    load: () => import("./setup.ts"),
  },
  "member add": { summary: "invites a member by mail; prints the link too", load: () => import("./member-add.ts") },
  "member list": { summary: "members, with roles and state", load: () => import("./member-list.ts") },
  "member lock": { summary: "locks a member out at once", load: () => import("./member-lock.ts") },
  "member unlock": { summary: "lets a locked member in again", load: () => import("./member-unlock.ts") },
  "member remove": { summary: "removes a member for good", load: () => import("./member-remove.ts") },
  "member reset-second-factor": {
    summary: "lets a member set the second factor up anew",
    load: () => import("./member-reset-second-factor.ts"),
  },
  "member give-access-back": {
    summary: "gives a member's mailbox back with the recovery kit",
    load: () => import("./member-give-access-back.ts"),
  },
  "app-password create": {
    summary: "makes an app password for a member's program",
    load: () => import("./app-password-create.ts"),
  },
  "contact import": { summary: "imports contacts from a CSV file", load: () => import("./contact-import.ts") },
  "message send": {
    summary: "sends a mail from standard input, sealed with --secure",
    load: () => import("./message-send.ts"),
  },
  "message list": { summary: "messages of a member's mailbox", load: () => import("./message-list.ts") },
  "message show": { summary: "one message and what became of it", load: () => import("./message-show.ts") },
  "message recall": { summary: "takes a message back", load: () => import("./message-recall.ts") },
  "message export": { summary: "messages as .eml files", load: () => import("./message-export.ts") },
  "agreements show": { summary: "the working agreements in force", load: () => import("./agreements-show.ts") },
  "agreements check": {
    summary: "what is wrong with a document of agreements, by line",
    load: () => import("./agreements-check.ts"),
  },
  "agreements apply": {
    summary: "puts a document of agreements in force",
    load: () => import("./agreements-apply.ts"),
  },
  recognise: { summary: "personal data in files, without a server", load: () => import("./recognise.ts") },
  dkim: { summary: "the DNS records that mail is signed by, and changing the key", load: () => import("./dkim.ts") },
  "domain check": {
    summary: "asks the DNS for the domain's records, and compares",
    load: () => import("./domain-check.ts"),
  },
  bounce: { summary: "takes a delivery report in, from the mail server's pipe", load: () => import("./bounce.ts") },
  backup: { summary: "backs everything up, also while the server runs", load: () => import("./backup.ts") },
  restore: { summary: "puts a backup into an empty data directory", load: () => import("./restore.ts") },
  check: { summary: "checks everything that is stored", load: () => import("./check.ts") },
  "database export": { summary: "writes all rows, for another PostgreSQL", load: () => import("./database-export.ts") },
  "database import": { summary: "puts such rows into an empty database", load: () => import("./database-import.ts") },
  "audit checkpoint": {
    summary: "the last signed checkpoint of the audit log",
    load: () => import("./audit-checkpoint.ts"),
  },
  "audit proof": { summary: "proof that an entry stands in the log", load: () => import("./audit-proof.ts") },
  "audit export": { summary: "entries with their proofs", load: () => import("./audit-export.ts") },
  "audit verify": { summary: "verifies the audit log, or an export of it", load: () => import("./audit-verify.ts") },
  recover: { summary: "opens all content with the recovery kit", load: () => import("./recover.ts") },
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
