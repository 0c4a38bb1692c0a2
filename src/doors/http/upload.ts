import { finished } from "node:stream/promises";
import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import busboy from "busboy";
import type { z } from "zod";
import { type Bytes, isRefusal, Refusal } from "#/kernel/index.ts";
import type { HttpLimits } from "./limits.ts";
import { invalidInput } from "./validate.ts";

export interface UploadedFile {
  readonly name: string;
  readonly type: string;
}

/** What an upload fills: a message or a reply in progress. */
export interface UploadTarget<Answer> {
  addAttachment(file: UploadedFile, source: AsyncIterable<Bytes>): Promise<unknown>;
  finish(): Promise<Answer>;
  /** Removes what came so far; called after any failure. */
  discard(): Promise<void>;
}

const broken = (): Refusal => new Refusal("invalid", "http.multipart_broken");

async function* bounded(source: Readable, limitBytes: number): AsyncGenerator<Bytes, void> {
  let sizeBytes = 0;
  for await (const part of source as AsyncIterable<Buffer>) {
    sizeBytes += part.byteLength;
    if (sizeBytes > limitBytes) throw new Refusal("too-large", "http.attachment_too_large", { limitBytes });
    yield part;
  }
}

async function next(before: Promise<void>, run: () => Promise<void>): Promise<void> {
  await before;
  await run();
}

function parsed<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Refusal("invalid", "http.malformed");
  }
  const result = schema.safeParse(json);
  if (!result.success) throw invalidInput(result.error);
  return result.data;
}

function openParser(request: IncomingMessage, limits: HttpLimits): busboy.Busboy {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: "utf8",
      limits: {
        fieldSize: limits.messagePartBytes,
        fields: 1,
        files: limits.attachments,
        headerPairs: 50,
      },
    });
  } catch {
    throw broken();
  }
}

/**
 * Reads a `multipart/form-data` body: first the field `message` (JSON of `schema`), then files `attachment`, each streamed
 * into the target as it arrives, at the target's pace; memory stays flat. When anything fails, also when the client goes
 * away, the target is discarded and the rest of the body is read over, so that the refusal can be answered.
 */
export async function receiveUpload<Schema extends z.ZodType, Answer>(
  request: IncomingMessage,
  limits: HttpLimits,
  schema: Schema,
  begin: (body: z.output<Schema>) => Promise<UploadTarget<Answer>>,
): Promise<Answer> {
  const parser = openParser(request, limits);
  const outcome = Promise.withResolvers<void>();
  const fail = (error: unknown): void => outcome.reject(isRefusal(error) ? error : (error ?? broken()));
  const failBroken = (): void => outcome.reject(broken());
  let target: UploadTarget<Answer> | undefined;
  let hasMessage = false;
  let arrived: Promise<void> = Promise.resolve();

  parser.on("field", (name, value, { valueTruncated }) => {
    if (name !== "message") return fail(new Refusal("invalid", "http.part_unknown", { part: name.slice(0, 40) }));
    if (valueTruncated) {
      return fail(new Refusal("too-large", "http.too_large", { limitBytes: limits.messagePartBytes }));
    }
    hasMessage = true;
    arrived = next(arrived, async () => {
      target = await begin(parsed(schema, value));
    });
    return void arrived.catch(fail);
  });
  parser.on("file", (name, stream, { filename, mimeType }) => {
    stream.on("error", () => undefined);
    if (name !== "attachment") return fail(new Refusal("invalid", "http.part_unknown", { part: name.slice(0, 40) }));
    if (!hasMessage) return fail(new Refusal("invalid", "http.multipart_order"));
    const limit = limits.attachmentNameLength;
    if ((filename?.length ?? 0) > limit) return fail(new Refusal("invalid", "http.name_too_long", { limit }));
    arrived = next(arrived, async () => {
      const content = bounded(stream, limits.attachmentBytes);
      await target!.addAttachment({ name: filename || "attachment", type: mimeType }, content);
    });
    return void arrived.catch((error: unknown) => (isRefusal(error) || !stream.errored ? fail(error) : failBroken()));
  });
  parser.on("filesLimit", () =>
    fail(new Refusal("too-large", "http.too_many_attachments", { limit: limits.attachments })),
  );
  parser.on("fieldsLimit", () => fail(new Refusal("invalid", "http.part_unknown", { part: "message" })));
  parser.on("error", failBroken);
  parser.on("close", () =>
    arrived.then(
      () => (hasMessage ? outcome.resolve() : fail(new Refusal("invalid", "http.multipart_order"))),
      () => undefined,
    ),
  );
  finished(request, { writable: false, cleanup: true }).catch(failBroken);
  request.pipe(parser);
  try {
    await outcome.promise;
    return await target!.finish();
  } catch (error) {
    request.unpipe(parser);
    request.resume();
    parser.destroy();
    await arrived.catch(() => undefined);
    await target?.discard();
    throw error;
  }
}
