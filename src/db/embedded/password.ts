import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "#/kernel/index.ts";

const fileIn = (secretsDirectory: string): string => join(secretsDirectory, "database-password");

/** @throws Refusal where the database was made with a password that the secrets directory does not have. */
export function readPassword(secretsDirectory: string): string {
  const file = fileIn(secretsDirectory);
  if (!existsSync(file)) throw new Refusal("unavailable", "database.password_missing", { file });
  return readFileSync(file, "utf8").trim();
}

/**
 * The password of the embedded database's owner, made and durable before the first cluster is. Under the lock on the data
 * directory, so that there is one maker.
 */
export function ensurePassword(secretsDirectory: string): string {
  const file = fileIn(secretsDirectory);
  if (!existsSync(file)) {
    mkdirSync(secretsDirectory, { recursive: true, mode: 0o700 });
    const draft = `${file}.new`;
    const descriptor = openSync(draft, "w", 0o600);
    writeSync(descriptor, `${randomBytes(32).toString("base64url")}\n`);
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(draft, file);
    const directory = openSync(secretsDirectory, "r");
    fsyncSync(directory);
    closeSync(directory);
  }
  return readPassword(secretsDirectory);
}
