import { connect } from "node:net";
import { readFile } from "./read-file.ts";
import { Reading } from "./reading.ts";
import type { ExtractionLimits } from "./types.ts";

/*
 * The process that reads files of strangers: no network, no files but the program's own, no programs, little memory. Standard
 * input: the length of a JSON head (4 bytes, big-endian), the head, the file. Standard output: a JSON value a line, each part as
 * it is read, so that what a loop swallowed costs only itself.
 */

interface Head {
  readonly name: string;
  readonly mediaType?: string;
  readonly limits: ExtractionLimits;
}

const say = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

/** What a reader could reach from here: asked once, before any file is trusted to it. */
async function probe(): Promise<void> {
  const refused = (act: () => unknown): boolean => {
    try {
      act();
      return false;
    } catch {
      return true;
    }
  };
  const fs = process.getBuiltinModule("node:fs");
  const programs = process.getBuiltinModule("node:child_process");
  const network = await new Promise<boolean>((resolve) => {
    const socket = connect({ host: "127.0.0.1", port: 9 });
    socket.once("connect", () => resolve(false));
    // Where there is a network, a closed port says so.
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code !== "ECONNREFUSED"));
  });
  say({
    network,
    files: refused(() => fs.readFileSync("/etc/passwd")) && refused(() => fs.writeFileSync("/tmp/zegel-probe", "")),
    programs: refused(() => programs.spawnSync("true").error === undefined || programs.execFileSync("true")),
  });
}

async function readInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function main(): Promise<void> {
  if (process.argv[2] === "probe") return probe();
  const input = await readInput();
  const headLength = input.readUInt32BE(0);
  const { name, mediaType, limits } = JSON.parse(input.subarray(4, 4 + headLength).toString("utf8")) as Head;
  const reading = new Reading(limits, (part) => say({ part }));
  const bytes = input.subarray(4 + headLength);
  const end = await readFile({ bytes, name, ...(mediaType !== undefined && { mediaType }) }, reading);
  say({ end: { ...end, unread: reading.unread } });
}

await main();
// Whatever a library still has running, once everything was said.
process.stdout.write("", () => process.exit(0));
