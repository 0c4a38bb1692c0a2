import type { Bytes } from "#/kernel/index.ts";
import { attachmentName, mediaType } from "./attachment-name.ts";
import { joinBlocks, pickAlternative } from "./blocks.ts";
import type { Block } from "./blocks.ts";
import { decodeCharset } from "./charset.ts";
import { unflow } from "./flowed.ts";
import { firstField, headerFields } from "./header-fields.ts";
import type { HeaderField } from "./header-fields.ts";
import { Budget } from "./limits.ts";
import { mailHead } from "./mail-head.ts";
import { MimeSource } from "./mime-source.ts";
import type { Stopped } from "./mime-source.ts";
import { structuredValue } from "./parameters.ts";
import type { StructuredValue } from "./parameters.ts";
import { decodeTransfer } from "./transfer.ts";
import type { ParsedMail, ParseOptions } from "./types.ts";

/**
 * Reads a mail (RFC 5322, 2045 to 2047, 2231) in one pass: memory holds the header, the text and a chunk, however large
 * the mail is. Attachments are handed over as they come. Broken mail is read as far as it goes and told in `anomalies`;
 * only what is over a bound is refused (see `MailLimits`).
 */
export async function parseMail(source: AsyncIterable<Bytes>, options: ParseOptions): Promise<ParsedMail> {
  const reading = new Reading(source, options);
  try {
    const { lines, stopped } = await reading.source.header();
    const fields = headerFields(lines);
    const head = mailHead(fields, reading.note);
    await options.onHeaders?.(head);
    const part = reading.part(fields, "text/plain");
    const { blocks } = stopped === undefined ? await reading.read(part, 0) : { blocks: [] };
    const { attachmentCount, budget } = reading;
    return { ...head, ...joinBlocks(blocks), attachmentCount, anomalies: [...budget.anomalies] };
  } catch (error) {
    await reading.source.giveUp();
    throw error;
  }
}

interface Part {
  readonly contentType: StructuredValue;
  readonly disposition: StructuredValue;
  readonly encoding: string;
  readonly contentId: string | undefined;
  readonly type: string;
  readonly fileName: string | undefined;
}

interface Outcome {
  readonly blocks: Block[];
  readonly stopped: Stopped;
}

class Reading {
  readonly budget: Budget;
  readonly source: MimeSource;
  readonly #options: ParseOptions;
  #hasText = false;
  attachmentCount = 0;

  constructor(source: AsyncIterable<Bytes>, options: ParseOptions) {
    this.budget = new Budget(options.limits);
    this.source = new MimeSource(source, this.budget);
    this.#options = options;
  }

  readonly note = (anomaly: string): void => this.budget.note(anomaly);

  part(fields: readonly HeaderField[], defaultType: string): Part {
    const contentType = structuredValue(firstField(fields, "content-type") ?? defaultType, this.note);
    const disposition = structuredValue(firstField(fields, "content-disposition") ?? "", this.note);
    const encoding = structuredValue(firstField(fields, "content-transfer-encoding") ?? "", this.note).value;
    const contentId = firstField(fields, "content-id")
      ?.replaceAll(/[<>\s\p{Cc}]/gu, "")
      .slice(0, 300);
    const fileName = disposition.parameters.get("filename") ?? contentType.parameters.get("name");
    const type = contentType.value === "text" || contentType.value === "" ? "text/plain" : mediaType(contentType.value);
    return {
      contentType,
      disposition,
      encoding,
      contentId: contentId === "" ? undefined : contentId,
      type,
      fileName: fileName === "" ? undefined : fileName,
    };
  }

  async read(part: Part, depth: number): Promise<Outcome> {
    this.budget.countPart(depth);
    const boundary = part.contentType.parameters.get("boundary")?.trimEnd();
    if (part.type.startsWith("multipart/")) {
      if (boundary !== undefined && boundary !== "" && boundary.length <= 256)
        return this.#readMultipart(part, boundary, depth);
      this.note("boundary-missing");
      return this.#readText({ ...part, type: "text/plain" });
    }
    if (isText(part, this.#hasText)) return this.#readText(part);
    return this.#readAttachment(part);
  }

  async #readMultipart(part: Part, boundary: string, depth: number): Promise<Outcome> {
    const { boundaries } = this.source;
    const level = boundaries.length;
    boundaries.push(Buffer.from(boundary, "utf8").toString("latin1"));
    const preamble = await this.#collectText();
    let { stopped } = preamble;
    const children: Block[][] = [];
    const childType = part.type === "multipart/digest" ? "message/rfc822" : "text/plain";
    while (stopped !== "end" && stopped.level === level && !stopped.closed) {
      const { lines, stopped: early } = await this.source.header();
      const child = this.part(headerFields(lines), childType);
      if (early === undefined) {
        const outcome = await this.read(child, depth + 1);
        children.push(outcome.blocks);
        stopped = outcome.stopped;
      } else {
        this.budget.countPart(depth + 1);
        stopped = early;
      }
    }
    boundaries.length = level;
    if (stopped !== "end" && stopped.level === level) stopped = await this.#skip();
    else this.note("multipart-unclosed");
    if (children.length === 0 && preamble.bytes.length > 0) {
      this.note("multipart-empty");
      return {
        blocks: [{ text: decodeCharset(preamble.bytes, undefined, this.note).replaceAll("\r\n", "\n") }],
        stopped,
      };
    }
    return { blocks: part.type === "multipart/alternative" ? pickAlternative(children) : children.flat(), stopped };
  }

  async #readText(part: Part): Promise<Outcome> {
    const content = new PartContent(this.source.body());
    const decoded = decodeTransfer(part.encoding, content, this.note);
    const held: Bytes[] = [];
    let heldBytes = 0;
    const iterator = decoded[Symbol.asyncIterator]();
    let next = await iterator.next();
    while (next.done !== true) {
      held.push(next.value);
      heldBytes += next.value.byteLength;
      if (heldBytes > this.budget.textLeftBytes) break;
      next = await iterator.next();
    }
    const isOver = heldBytes > this.budget.textLeftBytes;
    const bytes = Buffer.concat(held).subarray(0, this.budget.textLeftBytes);
    this.budget.textLeftBytes -= bytes.length;
    if (isOver) {
      this.note("text-too-long");
      await this.#handOver(
        { ...part, disposition: { value: "attachment", parameters: new Map() } },
        chained(held, iterator),
      );
    }
    const stopped = await content.finish();
    const text = decodeCharset(bytes, part.contentType.parameters.get("charset"), this.note).replaceAll("\0", "");
    if (text.trim() === "") return { blocks: [], stopped };
    this.#hasText = true;
    if (part.type === "text/html") return { blocks: [{ html: text }], stopped };
    const isFlowed = part.contentType.parameters.get("format")?.toLowerCase() === "flowed";
    const deleteSpace = part.contentType.parameters.get("delsp")?.toLowerCase() === "yes";
    return { blocks: [{ text: isFlowed ? unflow(text, deleteSpace) : text.replaceAll("\r\n", "\n") }], stopped };
  }

  async #readAttachment(part: Part): Promise<Outcome> {
    const content = new PartContent(this.source.body());
    await this.#handOver(part, decodeTransfer(part.encoding, content, this.note));
    return { blocks: [], stopped: await content.finish() };
  }

  async #handOver(part: Part, content: AsyncIterable<Bytes>): Promise<void> {
    this.attachmentCount += 1;
    const inline =
      part.disposition.value !== "attachment" && (part.disposition.value === "inline" || part.contentId !== undefined);
    await this.#options.onAttachment(
      {
        name: attachmentName(part.fileName, part.type, this.attachmentCount),
        type: part.type,
        ...(part.contentId === undefined ? {} : { contentId: part.contentId }),
        inline,
      },
      content,
    );
  }

  /** Reads up to the next delimiter and keeps what fits into the bound for text. */
  async #collectText(): Promise<{ bytes: Buffer; stopped: Stopped }> {
    const content = new PartContent(this.source.body());
    const held: Bytes[] = [];
    let heldBytes = 0;
    for await (const piece of content) {
      if (heldBytes + piece.byteLength > this.budget.textLeftBytes) break;
      heldBytes += piece.byteLength;
      held.push(piece);
    }
    return { bytes: Buffer.concat(held), stopped: await content.finish() };
  }

  #skip(): Promise<Stopped> {
    return new PartContent(this.source.body()).finish();
  }
}

/** A body that may be left half read: `finish` skips the rest and tells where it ended. */
class PartContent implements AsyncIterable<Bytes> {
  readonly #body: AsyncGenerator<Bytes, Stopped>;
  #stopped: Stopped | undefined;

  constructor(body: AsyncGenerator<Bytes, Stopped>) {
    this.#body = body;
  }

  [Symbol.asyncIterator](): AsyncIterator<Bytes> {
    return { next: () => this.#next() };
  }

  async #next(): Promise<IteratorResult<Bytes>> {
    if (this.#stopped !== undefined) return { done: true, value: undefined };
    const next = await this.#body.next();
    if (next.done !== true) return next;
    this.#stopped = next.value;
    return { done: true, value: undefined };
  }

  async finish(): Promise<Stopped> {
    while ((await this.#next()).done !== true);
    return this.#stopped!;
  }
}

async function* chained(held: readonly Bytes[], rest: AsyncIterator<Bytes>): AsyncGenerator<Bytes> {
  yield* held;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/** What is shown as the message itself; everything else is an attachment. A name alone makes no attachment of the first text. */
function isText(part: Part, hasText: boolean): boolean {
  if (part.type !== "text/plain" && part.type !== "text/html") return false;
  if (part.disposition.value === "attachment") return false;
  return part.fileName === undefined || (part.disposition.value === "" && !hasText);
}
