import { createHash } from "node:crypto";

export type Kind = "web" | "mail program" | "text code" | "scheduled" | "upload";

export interface Enclosure {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** One message that was tried to send, and what came of it. */
export interface Sent {
  readonly number: number;
  readonly kind: Kind;
  readonly guest: string;
  readonly phone: string | undefined;
  readonly subject: string;
  readonly text: string;
  readonly files: readonly Enclosure[];
  /** Of the whole mail, where it came from a mail program. */
  original?: string;
  /** `unknown`: the connection broke before there was an answer. */
  state: "begun" | "acknowledged" | "refused" | "unknown";
  /** During which fault, by number, it was acknowledged. */
  during?: number;
  messageId?: string;
  conversationId?: string;
  /** A guest's page showed it, and every byte was right. */
  isOpened: boolean;
  recall?: "asked" | "acknowledged";
  readonly replies: Reply[];
}

export interface Reply {
  readonly text: string;
  readonly file: Enclosure | undefined;
  state: "acknowledged" | "unknown" | "refused";
}

/** What each kind of act came to. */
export interface Tally {
  acknowledged: number;
  refused: number;
  unknown: number;
}

export interface Ledger {
  readonly sent: Sent[];
  /** The fault that comes next or is under way, by number. */
  during: number;
  readonly acts: Map<string, Tally>;
  /** What is wrong already while it is done: bytes that differ, a door that forgot. */
  readonly faults: string[];
  /** Answers that no act may get: faults of the server's own, by code. */
  readonly refusals: Map<string, number>;
  tell(act: string, outcome: keyof Tally): void;
}

export function openLedger(): Ledger {
  const acts = new Map<string, Tally>();
  return {
    sent: [],
    during: 0,
    acts,
    faults: [],
    refusals: new Map(),
    tell: (act, outcome) => {
      const tally = acts.get(act) ?? { acknowledged: 0, refused: 0, unknown: 0 };
      acts.set(act, tally);
      tally[outcome]++;
    },
  };
}

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Bytes that follow from a number alone: they need not be kept to be compared. */
export function bytesOf(number: number, sizeBytes: number): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(sizeBytes);
  const seed = createHash("sha256").update(String(number)).digest();
  for (let at = 0; at < sizeBytes; at += 4096) {
    const block = createHash("sha256").update(seed).update(String(at)).digest();
    bytes.fill(block, at, Math.min(at + 4096, sizeBytes));
  }
  return bytes;
}

export const fileOf = (name: string, bytes: Uint8Array): Enclosure => ({
  name,
  sizeBytes: bytes.byteLength,
  sha256: sha256(bytes),
});
