import type { BlobPart } from "#/blobs/index.ts";
import { type Bytes, concat, type Id, newId, Refusal, wipe } from "#/kernel/index.ts";
import { type ContinuedObject, pieceBytes, pieceContentBytes, type SealedPiece } from "#/vault/index.ts";
import { renewLease } from "./lease.ts";
import { uploadLimits } from "./rules.ts";
import type { UploadsApp } from "./types.ts";

/** Content that fits into the database when it is sealed needs no part. */
export const inDatabaseBytes = 65_536 - 16;

interface Place {
  readonly organisationId: Id;
  readonly uploadId: Id;
  readonly lease: Id;
  readonly sizeBytes: number;
}

/**
 * Fills pieces with what arrives, seals each when it is whole, and lets it become durable. Holds two pieces at most. What
 * is left of a piece when a request breaks off is forgotten unsealed: so no piece is ever sealed with two contents.
 */
export class PieceWriter {
  readonly #app: UploadsApp;
  readonly #place: Place;
  readonly #object: ContinuedObject;
  readonly #part: BlobPart | undefined;
  readonly #piece = Buffer.allocUnsafeSlow(pieceContentBytes);
  #filled = 0;
  #sealedPieces: number;
  #leaves: Bytes[] = [];
  #uncommittedBytes = 0;
  #committedAtMs = performance.now();
  #committing: Promise<void> = Promise.resolve();
  /** The one piece, where it goes into the database. */
  small: SealedPiece | undefined;
  blobId: Id | undefined;

  constructor(app: UploadsApp, place: Place, object: ContinuedObject, part: BlobPart | undefined, offsetBytes: number) {
    this.#app = app;
    this.#place = place;
    this.#object = object;
    this.#part = part;
    this.#sealedPieces = Math.floor(offsetBytes / pieceContentBytes);
  }

  /** Of content, sealed and written; durable after `commit`. */
  get offsetBytes(): number {
    return Math.min(this.#sealedPieces * pieceContentBytes, this.#place.sizeBytes);
  }

  get isWhole(): boolean {
    return this.#sealedPieces === this.#object.pieceCount;
  }

  /**
   * What a process that was killed had written and not yet said: it counts when it is of this object. Writing the same
   * pieces anew would be safe only if they came again with the same content.
   */
  async recover(): Promise<void> {
    const writtenBytes = (await this.#part?.sizeBytes()) ?? 0;
    while (this.#part && !this.isWhole && writtenBytes > this.#sealedPieces * pieceBytes) {
      const payload = await this.#part.read(this.#sealedPieces * pieceBytes, pieceBytes);
      const leaf = this.#object.recognise(this.#sealedPieces, payload);
      if (!leaf) break;
      this.#count(leaf, payload.byteLength);
    }
    if (this.#leaves.length > 0) await this.commit();
  }

  #count(leaf: Bytes, payloadBytes: number): void {
    this.#leaves.push(leaf);
    this.#sealedPieces++;
    this.#uncommittedBytes += payloadBytes;
  }

  async #sealPiece(): Promise<void> {
    const content = this.#piece.subarray(0, this.#filled);
    const piece = this.#object.seal(this.#sealedPieces, content);
    wipe(content);
    this.#filled = 0;
    if (this.#part) {
      await this.#part.write(this.#sealedPieces * pieceBytes, piece.payload);
      this.#count(piece.leaf, piece.payload.byteLength);
    } else {
      this.small = piece;
      this.#sealedPieces++;
    }
  }

  async add(bytes: Bytes): Promise<void> {
    for (let at = 0; at < bytes.byteLength;) {
      if (this.isWhole) throw new Refusal("too-large", "uploads.too_long");
      const wanted = this.#object.contentBytesOf(this.#sealedPieces);
      const take = Math.min(wanted - this.#filled, bytes.byteLength - at);
      this.#piece.set(bytes.subarray(at, at + take), this.#filled);
      this.#filled += take;
      at += take;
      if (this.#filled === wanted) await this.#sealPiece();
    }
    await this.#commitNowAndThen();
  }

  /** The one piece of nothing at all. */
  async addNothing(): Promise<void> {
    if (this.#place.sizeBytes === 0 && !this.isWhole) await this.#sealPiece();
  }

  /** In the background, so that receiving goes on while the disk is busy; one at a time. */
  async #commitNowAndThen(): Promise<void> {
    const sinceMs = performance.now() - this.#committedAtMs;
    const isDue = this.#uncommittedBytes >= uploadLimits.commitEveryBytes;
    const isTime = sinceMs >= (this.#uncommittedBytes > 0 ? uploadLimits.commitEveryMs : uploadLimits.renewEveryMs);
    if (!isDue && !isTime) return;
    await this.#committing;
    this.#committing = this.#write();
    // Whoever waits for it next gets the error; until then it must not count as one that nobody looks at.
    this.#committing.catch(() => undefined);
  }

  /** All that was sealed is durable, and written down. @throws Refusal `uploads.locked` when another took over. */
  async commit(): Promise<void> {
    await this.#committing;
    await this.#write();
  }

  async #write(): Promise<void> {
    const { organisationId, uploadId, lease } = this.#place;
    const leaves = this.#leaves;
    const offsetBytes = this.offsetBytes;
    this.#leaves = [];
    this.#uncommittedBytes = 0;
    this.#committedAtMs = performance.now();
    const hasCome = leaves.length > 0;
    if (hasCome) await this.#part!.sync();
    if (hasCome && offsetBytes === this.#place.sizeBytes) this.blobId = newId();
    await this.#app.database.inOrganisation(organisationId, (tx) =>
      renewLease(
        this.#app,
        tx,
        { uploadId, lease },
        hasCome ? { offsetBytes, leaves: concat(...leaves), ...(this.blobId && { blobId: this.blobId }) } : undefined,
      ),
    );
  }

  /** Nothing plain stays in memory longer than it has to. */
  async end(): Promise<void> {
    wipe(this.#piece);
    await this.#committing.catch(() => undefined);
  }
}
