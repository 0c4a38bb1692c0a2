import { createWriteStream, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Bytes, Refusal } from "#/kernel/index.ts";

const longestName = 120;
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Somebody's text as a file name that every system takes, and that leads nowhere else. */
export function fileName(text: string, fallback: string): string {
  const clean = text
    .normalize("NFC")
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]+/gu, "")
    .replaceAll(/[/\\:*?"<>|]/g, "_")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/^[. ]+|[. ]+$/g, "");
  const name = reserved.test(clean) ? `_${clean}` : clean;
  if (Buffer.byteLength(name) <= longestName) return name || fallback;
  const extension = /\.[a-z0-9]{1,10}$/i.exec(name)?.[0] ?? "";
  let stem = name.slice(0, name.length - extension.length);
  while (Buffer.byteLength(stem) > longestName - extension.length) stem = [...stem].slice(0, -1).join("");
  return `${stem}${extension}`;
}

/** A new tree of files, readable by their owner alone. Nothing that is there is ever overwritten. */
export interface FileTree {
  readonly root: string;
  /** Writes a file below the root, with another name when it is taken; gives its path from the root. */
  write(directory: string, name: string, content: AsyncIterable<Bytes>): Promise<string>;
}

function numbered(name: string, number: number): string {
  if (number === 1) return name;
  const dot = name.lastIndexOf(".");
  return dot > 0 ? `${name.slice(0, dot)} (${number})${name.slice(dot)}` : `${name} (${number})`;
}

/** @throws Refusal `recover.directory_not_empty`. */
export function createFileTree(root: string): FileTree {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  if (readdirSync(root).length > 0) throw new Refusal("conflict", "recover.directory_not_empty", { directory: root });
  const taken = new Set<string>();
  return {
    root,
    write: async (directory, name, content) => {
      const inDirectory = join(root, directory);
      mkdirSync(inDirectory, { recursive: true, mode: 0o700 });
      let number = 1;
      // Names that differ in case only are one on some systems.
      const key = (): string => join(directory, numbered(name, number)).toLowerCase();
      while (taken.has(key())) number++;
      taken.add(key());
      const path = join(inDirectory, numbered(name, number));
      try {
        await pipeline(Readable.from(content), createWriteStream(path, { flags: "wx", mode: 0o600 }));
      } catch (error) {
        // Half a file would pass for a whole one.
        rmSync(path, { force: true });
        throw error;
      }
      return relative(root, path);
    },
  };
}

/** Content that is in memory, as `write` takes it. */
export async function* whole(content: string | Bytes): AsyncGenerator<Bytes, void> {
  yield typeof content === "string" ? Buffer.from(content, "utf8") : content;
}
