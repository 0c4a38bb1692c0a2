import { matchKeywords } from "#/agreements/rules/index.ts";
import type { AttachmentKind, FindingCount } from "#/contract/index.ts";
import { detectKind, type Extraction, extractText, extractWithPictures, type FileKind } from "#/extraction/index.ts";
import type { Bytes } from "#/kernel/index.ts";
import { attachmentKindOf } from "./attachment-kind.ts";
import { FoundValues } from "./found-values.ts";

/** What the agreements are asked about: no content. */
export interface Looked {
  readonly findings: readonly FindingCount[];
  readonly keywords: readonly string[];
  readonly attachments: readonly { readonly kind: AttachmentKind; readonly sizeBytes: number }[];
  /** Attachments, and files in them, that could not be read. */
  readonly unread: number;
}

export interface LookedAtAttachment {
  readonly name: string;
  readonly type: string;
}

/** Enough to tell a logo from a picture. */
const headBytes = 16_384;
const mostText = 4_000_000;
/** For all attachments of a message: whatever is left then is counted as unread. */
const longestMs = 60_000;
/** Kinds in which there is no text to be had; no process is started for them. */
const withoutText: ReadonlySet<FileKind> = new Set(["unknown", "legacy-office"]);
/** Smaller ones are logos. */
const leastPictureBytes = 15_000;
/** Pictures and scans of one message in which characters are looked for; each takes a second or more. */
const mostPictures = 10;

/** A source that is begun here, read on by a reader that may stop early, and read to its end here: its size is wanted. */
class Begun implements AsyncIterable<Bytes> {
  readonly #reading: AsyncIterator<Bytes>;
  readonly #ahead: Bytes[] = [];
  sizeBytes = 0;

  constructor(source: AsyncIterable<Bytes>) {
    this.#reading = source[Symbol.asyncIterator]();
  }

  async #next(): Promise<Bytes | undefined> {
    const { done, value } = await this.#reading.next();
    if (done) return undefined;
    this.sizeBytes += value.byteLength;
    return value;
  }

  async head(): Promise<Buffer> {
    while (this.sizeBytes < headBytes) {
      const piece = await this.#next();
      if (!piece) break;
      // Whoever feeds us may use the same memory again.
      this.#ahead.push(Buffer.from(piece));
    }
    return Buffer.concat(this.#ahead);
  }

  /** Has no `return`: a reader that stops does not end the source. */
  [Symbol.asyncIterator](): AsyncIterator<Bytes> {
    return {
      next: async () => {
        const value = this.#ahead.shift() ?? (await this.#next());
        return value ? { done: false, value } : { done: true, value: undefined };
      },
    };
  }

  async toEnd(): Promise<number> {
    while (await this.#next());
    return this.sizeBytes;
  }
}

const unreadKind = (kind: FileKind): Extraction => ({
  kind,
  outcome: "unsupported",
  parts: [],
  unread: [],
  truncated: false,
});

/** Looks at the parts of one message as they come by, and keeps counts alone (docs/spec/enforcement.md). */
export class MessageLook {
  readonly #found = new FoundValues();
  readonly #keywords: ReadonlySet<string>;
  readonly #present = new Set<string>();
  readonly #attachments: { kind: AttachmentKind; sizeBytes: number }[] = [];
  #unread = 0;
  #pictures = 0;
  readonly #reads: boolean;
  readonly #startedAt = performance.now();

  /** `reads`: into attachments, besides noting what they are. */
  constructor(keywords: readonly string[], { reads = true }: { readonly reads?: boolean } = {}) {
    this.#keywords = new Set(keywords);
    this.#reads = reads;
  }

  async text(...texts: readonly string[]): Promise<void> {
    for (const text of texts) {
      const bounded = text.slice(0, mostText);
      const sought = this.#keywords.difference(this.#present);
      for (const word of matchKeywords(sought, [bounded])) this.#present.add(word);
      await this.#found.read(bounded);
    }
  }

  /** Reads `source` to its end; a file that cannot be read is counted and never thrown. */
  async attachment(facts: LookedAtAttachment, source: AsyncIterable<Bytes>): Promise<void> {
    const begun = new Begun(source);
    const head = await begun.head();
    const kind = detectKind(head, facts.name, facts.type);
    const isLate = performance.now() - this.#startedAt > longestMs;
    const extraction =
      !this.#reads || isLate || withoutText.has(kind) ? unreadKind(kind) : await this.#extract(begun, kind, facts);
    const sizeBytes = await begun.toEnd();
    for (const part of extraction.parts) await this.text(part.text);
    this.#unread += (extraction.outcome === "text" ? 0 : 1) + extraction.unread.length;
    this.#attachments.push({ kind: attachmentKindOf(facts, { ...extraction, detected: kind }), sizeBytes });
  }

  async #extract(begun: Begun, kind: FileKind, { name, type }: LookedAtAttachment): Promise<Extraction> {
    const options = { name, mediaType: type, limits: { textLength: mostText } };
    if (kind !== "image" && kind !== "pdf") return extractText(begun, options);
    if (kind === "image" && (begun.sizeBytes < leastPictureBytes || this.#pictures >= mostPictures))
      return unreadKind(kind);
    this.#pictures += 1;
    return this.#pictures > mostPictures ? extractText(begun, options) : extractWithPictures(begun, options);
  }

  /** Numbers of people in it, to be compared and forgotten. */
  people(): string[] {
    return this.#found.people();
  }

  done(): Looked {
    return {
      findings: this.#found.counts(),
      keywords: [...this.#present],
      attachments: this.#attachments,
      unread: this.#unread,
    };
  }
}
