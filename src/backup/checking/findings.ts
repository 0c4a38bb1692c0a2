import { isUnreadable } from "#/blobs/index.ts";
import { type Id, isRefusal } from "#/kernel/index.ts";
import type { SignedRow } from "#/mail/index.ts";

/** Something that is not as it was stored. `code` is that of the refusal that a reader would get. */
export interface Finding {
  readonly organisationId: Id;
  readonly what: "object" | "blob" | "epoch" | "key" | "message" | "log" | SignedRow["what"];
  readonly id: Id;
  readonly code: string;
  /** Of the audit log: what `audit verify` calls it. */
  readonly problem?: string;
}

/** What every part of a check counts and finds. */
export interface Findings {
  readonly wrong: Finding[];
  objects: number;
  payloadBytes: number;
  epochs: number;
  keys: number;
  messages: number;
  /** Rows by which keys are chosen, each signed. */
  signedRows: number;
  /** Of the audit log. */
  entries: number;
  opened: number;
}

export const noFindings = (): Findings => ({
  wrong: [],
  objects: 0,
  payloadBytes: 0,
  epochs: 0,
  keys: 0,
  messages: 0,
  signedRows: 0,
  entries: 0,
  opened: 0,
});

/** The code of the refusal with which `run` ends (also when the disk gives nothing), or undefined when all is well. */
export async function codeOf(run: () => Promise<unknown> | unknown): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (isUnreadable(error)) return "backup.blob_unreadable";
    if (!isRefusal(error)) throw error;
    return error.code;
  }
}
