import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { Refusal } from "#/kernel/index.ts";
import { secretsFingerprint } from "#/secrets/index.ts";
import { makeDirectory, syncDirectory, writeFile } from "./durable-files.ts";

/** Keys that are destroyed from day to day: a copy would keep what is to be gone. New ones are made at the next start. */
const shortLived = new Set(["queue", "session"]);

/**
 * Copies the lasting secrets to another directory (0700, files 0600), durable when it resolves; gives how many files.
 * The last one makes the copy whole. @throws Refusal `backup.secrets_foreign` when others lie there.
 */
export async function copySecrets(from: string, to: string): Promise<number> {
  const source = resolve(from);
  const fingerprint = secretsFingerprint(source);
  if (fingerprint === undefined) throw new Refusal("absent", "backup.secrets_missing", { directory: source });
  const there = secretsFingerprint(resolve(to));
  if (there !== undefined && there !== fingerprint)
    throw new Refusal("conflict", "backup.secrets_foreign", { directory: to });
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => relative(source, join(entry.parentPath, entry.name)))
    .filter((file) => !shortLived.has(file.split("/")[0]!))
    .toSorted((a, b) => Number(a === "installation") - Number(b === "installation"));
  for (const file of files) {
    const target = join(resolve(to), file);
    await makeDirectory(dirname(target));
    await writeFile(target, createReadStream(join(source, file)));
    await syncDirectory(dirname(target));
  }
  return files.length;
}
