import type { Bytes } from "#/kernel/index.ts";
import { detectKind } from "./detect.ts";
import { type ExtractOptions, extractText } from "./extract-text.ts";
import { mostPictureBytes, readPictures } from "./read-pictures.ts";
import type { Extraction } from "./types.ts";

/** Passes pieces on, and keeps those of a file that may be a picture, as long as they are few enough. */
class Kept implements AsyncIterable<Bytes> {
  readonly #source: AsyncIterable<Bytes>;
  readonly #options: ExtractOptions;
  #pieces: Buffer[] | undefined;
  #sizeBytes = 0;

  constructor(source: AsyncIterable<Bytes>, options: ExtractOptions) {
    this.#source = source;
    this.#options = options;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Bytes, void> {
    for await (const piece of this.#source) {
      if (this.#sizeBytes === 0) {
        const kind = detectKind(Buffer.from(piece.subarray(0, 4096)), this.#options.name, this.#options.mediaType);
        this.#pieces = kind === "pdf" || kind === "image" ? [] : undefined;
      }
      this.#sizeBytes += piece.byteLength;
      if (this.#sizeBytes > mostPictureBytes) this.#pieces = undefined;
      // Whoever feeds us may use the same memory again.
      this.#pieces?.push(Buffer.from(piece));
      yield piece;
    }
  }

  /** Undefined for what can't be a picture, or is too large to be read as one. */
  get bytes(): Buffer | undefined {
    return this.#pieces && Buffer.concat(this.#pieces);
  }
}

/** `extractText`, and where that meets pictures of pages alone, the characters in them. */
export async function extractWithPictures(source: AsyncIterable<Bytes>, options: ExtractOptions): Promise<Extraction> {
  const kept = new Kept(source, options);
  const extraction = await extractText(kept, options);
  const isPicture = extraction.kind === "image" || extraction.kind === "pdf";
  if (extraction.outcome !== "needs-ocr" || !isPicture || !kept.bytes) return extraction;
  return readPictures(kept.bytes, extraction.kind as "image" | "pdf");
}
