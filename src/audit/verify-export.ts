import { type Bytes, equalBytes, fromBase64url, isId } from "#/kernel/index.ts";
import {
  type Checkpoint,
  fromBase64,
  GrowingLog,
  type NoteKey,
  openCheckpoint,
  readNoteKey,
  verifyInclusion,
} from "#/vault/index.ts";
import { entryLeafHash, type LogEntry, saltBytes } from "./canonical-entry.ts";
import { exportFormat } from "./export-log.ts";
import { findNote } from "./find-note.ts";

/** What was found wrong with an export; lines count from 1. */
export interface ExportProblem {
  readonly problem:
    | "not-an-export"
    | "key-is-another"
    | "checkpoint-not-signed"
    | "line-unreadable"
    | "entry-changed"
    | "entry-missing"
    | "checkpoint-does-not-fit"
    | "log-shorter-than-checkpoint"
    | "older-checkpoint-needs-complete-export";
  readonly line?: number;
  readonly position?: number;
  readonly size?: number;
}

export interface ExportReport {
  readonly origin: string | undefined;
  /** How many entries the log had. */
  readonly size: number | undefined;
  /** Entries that were verified, those of which only the hash is left included. */
  readonly verified: number;
  readonly erased: number;
  /** Nothing was left out, and that was verified too. */
  readonly complete: boolean;
  readonly problems: readonly ExportProblem[];
}

interface Line {
  readonly position: number;
  readonly leafHash: Bytes;
  readonly proof: readonly Bytes[];
  readonly isErased: boolean;
}

const mostProblems = 1000;

const record = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};

const hashIn = (value: unknown): Bytes | undefined => {
  const hash = typeof value === "string" ? fromBase64(value) : undefined;
  return hash?.byteLength === 32 ? hash : undefined;
};

function leafHashOf({ salt, entry, leafHash }: Record<string, unknown>): Bytes | undefined {
  if (entry === undefined) return hashIn(leafHash);
  const saltOf = typeof salt === "string" ? fromBase64url(salt) : undefined;
  const isEntry = typeof entry === "object" && entry !== null && "entryId" in entry && isId(entry.entryId);
  return saltOf?.byteLength === saltBytes && isEntry ? entryLeafHash(saltOf, entry as LogEntry) : undefined;
}

function readLine(text: string): Line | undefined {
  const value = record(text);
  const leafHash = value && leafHashOf(value);
  const proof = Array.isArray(value?.["proof"]) ? value["proof"].map(hashIn) : [undefined];
  const position = Number(value?.["position"]);
  if (!leafHash || !Number.isSafeInteger(position) || proof.includes(undefined)) return undefined;
  return { position, leafHash, proof: proof as Bytes[], isErased: value!["entry"] === undefined };
}

interface Header {
  readonly checkpoint: Checkpoint;
  readonly isComplete: boolean;
}

function readHeader(text: string, key: NoteKey): Header | ExportProblem {
  const value = record(text);
  if (value?.["format"] !== exportFormat || typeof value["checkpoint"] !== "string")
    return { problem: "not-an-export" };
  const named = typeof value["key"] === "string" ? readNoteKey(value["key"]) : undefined;
  if (!named || named.name !== key.name || !equalBytes(named.publicKey, key.publicKey))
    return { problem: "key-is-another" };
  const checkpoint = openCheckpoint(value["checkpoint"], key);
  return checkpoint ? { checkpoint, isComplete: value["complete"] === true } : { problem: "checkpoint-not-signed" };
}

/**
 * Verifies what `exportLog` wrote, by the public key alone: no server, no secrets. `older` are texts with checkpoints
 * that were kept; they are held against an export of the whole log.
 */
export async function verifyExport(
  lines: AsyncIterable<string>,
  key: NoteKey,
  older: readonly string[] = [],
): Promise<ExportReport> {
  const problems: ExportProblem[] = [];
  const report = (problem: ExportProblem): void => void (problems.length < mostProblems && problems.push(problem));
  const kept = older.flatMap((text) => {
    const read = openCheckpoint(findNote(text)?.note ?? "", key);
    if (!read) report({ problem: "checkpoint-not-signed" });
    return read ?? [];
  });
  const log = new GrowingLog();
  let header: Header | undefined;
  let [number, verified, erased, isWhole] = [0, 0, 0, true];
  for await (const text of lines) {
    number++;
    if (text.trim() === "") continue;
    if (!header) {
      const read = readHeader(text, key);
      if ("problem" in read)
        return { origin: undefined, size: undefined, verified, erased, complete: false, problems: [...problems, read] };
      header = read;
      continue;
    }
    const line = readLine(text);
    if (!line) {
      report({ problem: "line-unreadable", line: number });
      isWhole = false;
      continue;
    }
    const { size, root } = header.checkpoint;
    if (verifyInclusion({ ...line, size, root })) verified++;
    else report({ problem: "entry-changed", line: number, position: line.position });
    if (line.isErased) erased++;
    if (!header.isComplete || !isWhole) continue;
    if (line.position !== log.size) {
      report({ problem: "entry-missing", line: number, position: log.size });
      isWhole = false;
      continue;
    }
    log.append(line.leafHash);
    for (const read of kept)
      if (read.size === log.size && !equalBytes(read.root, log.root()))
        report({ problem: "checkpoint-does-not-fit", size: read.size });
  }
  if (!header)
    return {
      origin: undefined,
      size: undefined,
      verified,
      erased,
      complete: false,
      problems: [...problems, { problem: "not-an-export" }],
    };
  const { size, root, origin } = header.checkpoint;
  if (header.isComplete && isWhole && log.size < size) report({ problem: "entry-missing", position: log.size });
  const complete = header.isComplete && isWhole && log.size === size && equalBytes(log.root(), root);
  if (header.isComplete && isWhole && log.size === size && !complete)
    report({ problem: "checkpoint-does-not-fit", size });
  for (const read of kept) {
    if (read.size > size) report({ problem: "log-shorter-than-checkpoint", size: read.size });
    else if (!header.isComplete && !(read.size === size && equalBytes(read.root, root)))
      report({ problem: "older-checkpoint-needs-complete-export", size: read.size });
  }
  return { origin, size, verified, erased, complete, problems };
}
