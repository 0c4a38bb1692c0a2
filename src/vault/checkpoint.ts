import { type Bytes, view } from "#/kernel/index.ts";
import { hashBytes } from "./merkle.ts";
import { fromBase64, type NoteKey, openNote, signNote } from "./signed-note.ts";

/** What the head of a log is said to be (https://c2sp.org/tlog-checkpoint@v1.0.0). */
export interface Checkpoint {
  /** Which log: the name of its key too. */
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
}

const pattern = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/;

/** A signed note: origin, size and root, each on a line. */
export const signCheckpoint = ({ origin, size, root }: Checkpoint, key: NoteKey, ed25519Seed: Bytes): string =>
  signNote(`${origin}\n${size}\n${view(root).toString("base64")}\n`, key, ed25519Seed);

/** What a checkpoint says, if `key` signed it and it is of the log that `key` is named after. */
export function openCheckpoint(note: string, key: NoteKey): Checkpoint | undefined {
  const read = readUnsigned(openNote(note, key) ?? "");
  return read?.origin === key.name ? read : undefined;
}

/** The same from the text before the signatures, believed by nobody yet. */
export function readUnsigned(text: string): Checkpoint | undefined {
  const [, origin, size, encoded] = pattern.exec(text) ?? [];
  const root = encoded === undefined ? undefined : fromBase64(encoded);
  if (!origin || root?.byteLength !== hashBytes || !Number.isSafeInteger(Number(size))) return undefined;
  return { origin, size: Number(size), root };
}
