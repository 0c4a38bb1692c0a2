import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { base64url, type Bytes, fromBase64url, hex } from "#/kernel/index.ts";
import { createFile, destroyFile, ensureDirectory, fileNames, readFile } from "./secret-files.ts";

const secretBytes = 32;
const idPattern = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-[0-9a-f]{8}$/;
/** How long a key that another process made may stay unnoticed. */
const noticedWithinMs = 10_000;

const compact = (at: Date): string => `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;

/** Secrets that are replaced in time, one file each; the name says when it was made, so names sort by age. */
export class DatedSecrets {
  readonly #directory: string;
  #secrets = new Map<string, Bytes>();
  #readAtMs = Number.NEGATIVE_INFINITY;

  constructor(directory: string) {
    this.#directory = directory;
    ensureDirectory(directory);
  }

  /** Oldest first. */
  ids(): string[] {
    if (performance.now() - this.#readAtMs > noticedWithinMs) this.#read();
    return [...this.#secrets.keys()];
  }

  secret(id: string): Bytes | undefined {
    if (!this.#secrets.has(id) && idPattern.test(id)) this.#read();
    return this.#secrets.get(id);
  }

  create(now: Date): string {
    const id = `${compact(now)}-${hex(randomBytes(4))}`;
    createFile(join(this.#directory, id), `${base64url(randomBytes(secretBytes))}\n`);
    this.#read();
    return id;
  }

  destroy(ids: readonly string[]): void {
    for (const id of ids) {
      destroyFile(join(this.#directory, id));
      this.#secrets.get(id)?.fill(0);
    }
    this.#read();
  }

  /** Reads the directory anew: before something is decided that others must have seen too. */
  refresh(): void {
    this.#read();
  }

  #read(): void {
    const entries = fileNames(this.#directory)
      .filter((name) => idPattern.test(name))
      .map((id) => [id, this.#secrets.get(id) ?? this.#load(id)] as const);
    this.#secrets = new Map(entries.filter((entry): entry is readonly [string, Bytes] => entry[1] !== undefined));
    this.#readAtMs = performance.now();
  }

  #load(id: string): Bytes | undefined {
    const text = readFile(join(this.#directory, id));
    const secret = text === undefined ? undefined : fromBase64url(text);
    return secret?.byteLength === secretBytes ? secret : undefined;
  }
}

/** When the secret with this id was made. */
export function madeAt(id: string): Date {
  const [, year, month, day, hour, minute, second] = idPattern.exec(id) ?? [];
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
