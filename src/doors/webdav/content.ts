import { Readable } from "node:stream";
import { makeFolder, openFile, trashEntries, writeFile } from "#/files/index.ts";
import { type Bytes, isRefusal, Refusal } from "#/kernel/index.ts";
import { checkIf, checkMatch } from "./if-header.ts";
import { mediaType } from "./media-type.ts";
import { assertNoBody } from "./request.ts";
import { assertBelowTop, resolve, resolveThere } from "./tree.ts";
import { type DavCall, DavStatus } from "./types.ts";

/** One range of bytes (RFC 9110, section 14.2); undefined: it lies outside. */
function rangeOf(header: string | undefined, sizeBytes: number) {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return { start: 0, end: sizeBytes, isWhole: true };
  const [, first = "", last = ""] = match;
  const start = first === "" ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === "" || last === "" ? sizeBytes : Math.min(sizeBytes, Number(last) + 1);
  return start < end ? { start, end, isWhole: false } : undefined;
}

/** RFC 4918, section 9.4. */
export async function get({ app, actor, request, reply, names, isFolder }: DavCall): Promise<unknown> {
  if (names.length === 0)
    return reply.code(200).header("content-type", "text/plain; charset=utf-8").send("Zegel WebDAV\n");
  const { found } = await resolveThere(app, actor, names);
  if (found.entry.kind === "folder")
    return reply
      .code(200)
      .header("content-type", "text/plain; charset=utf-8")
      .send(`${names.join("/")}\n`);
  if (isFolder) throw new Refusal("absent", "files.absent");
  const isHead = request.method === "HEAD";
  const file = await openFile(app, actor, { entryId: found.entry.entryId, peek: isHead });
  checkMatch(request, file.etag);
  reply
    .header("etag", file.etag)
    .header("last-modified", found.entry.modifiedAt.toUTCString())
    .header("accept-ranges", "bytes");
  const none = request.headers["if-none-match"];
  if (none !== undefined && (none.trim() === "*" || none.split(",").some((tag) => tag.trim() === file.etag)))
    return reply.code(304).send();
  const ifRange = request.headers["if-range"];
  const range = rangeOf(
    ifRange === undefined || ifRange === file.etag ? request.headers.range : undefined,
    file.sizeBytes,
  );
  if (!range) return reply.code(416).header("content-range", `bytes */${file.sizeBytes}`).send();
  reply
    .code(range.isWhole ? 200 : 206)
    .header("content-type", mediaType(found.entry.name))
    .header("content-disposition", "attachment")
    .header("content-length", range.end - range.start);
  if (!range.isWhole) reply.header("content-range", `bytes ${range.start}-${range.end - 1}/${file.sizeBytes}`);
  // The answer to HEAD has no content, and its length stays that of the file.
  if (isHead) return reply.send(Readable.from([]));
  return reply.send(Readable.from(file.stream(range), { objectMode: false }));
}

async function* bodyOf({ request }: DavCall): AsyncGenerator<Bytes, void> {
  try {
    yield* request.raw as AsyncIterable<Bytes>;
  } catch {
    throw new Refusal("invalid", "uploads.interrupted");
  }
}

/** As ownCloud's and Nextcloud's programs say when a file was changed: seconds since 1970. */
function modifiedAtOf({ request }: DavCall): Date | undefined {
  const text = request.headers["x-oc-mtime"];
  if (typeof text !== "string" || !/^\d{1,11}(?:\.\d{1,9})?$/.test(text)) return undefined;
  return new Date(Math.floor(Number(text) * 1000));
}

/** RFC 4918, section 9.7. Durable when it is answered. */
export async function put(call: DavCall): Promise<unknown> {
  const { app, actor, request, reply, names, isFolder } = call;
  assertBelowTop(names);
  if (isFolder) throw new DavStatus(405);
  if (request.headers["content-range"] !== undefined) throw new DavStatus(400);
  await checkIf(app, actor, request, names);
  const { parent, found } = await resolve(app, actor, names).catch(parentMissing);
  if (parent?.entry.kind !== "folder") throw new DavStatus(409);
  if (found?.entry.kind === "folder") throw new DavStatus(405);
  checkMatch(request, found && `"${found.entry.entryId}-${found.entry.version}"`);
  const isConditional = request.headers["if-match"] !== undefined || request.headers["if-none-match"] !== undefined;
  const modifiedAt = modifiedAtOf(call);
  const written = await writeFile(app, actor, {
    parentId: parent.entry.entryId,
    name: names.at(-1)!,
    content: bodyOf(call),
    ...(modifiedAt ? { modifiedAt } : {}),
    ...(isConditional ? { base: found?.entry.revision ?? null } : {}),
  });
  if (modifiedAt) reply.header("x-oc-mtime", "accepted");
  return reply
    .code(written.isNew ? 201 : 204)
    .header("etag", `"${written.entryId}-${written.version}"`)
    .send();
}

/** A folder on the way that is not there is a conflict for what makes something (409). */
export function parentMissing(error: unknown): never {
  if (error instanceof Refusal && error.kind === "absent") throw new DavStatus(409);
  throw error;
}

/** RFC 4918, section 9.3. */
export async function mkcol({ app, actor, request, reply, names }: DavCall): Promise<unknown> {
  await assertNoBody(request);
  assertBelowTop(names);
  await checkIf(app, actor, request, names);
  const { parent, found } = await resolve(app, actor, names).catch(parentMissing);
  if (found) throw new DavStatus(405);
  if (parent?.entry.kind !== "folder") throw new DavStatus(409);
  await makeFolder(app, actor, { parentId: parent.entry.entryId, name: names.at(-1)! }).catch((error: unknown) => {
    // Somebody was quicker: it is there.
    throw isRefusal(error) && error.code === "files.name_taken" ? new DavStatus(405) : error;
  });
  return reply.code(201).send();
}

/** RFC 4918, section 9.6. What goes, goes to the trash. */
export async function remove({ app, actor, request, reply, names, isFolder }: DavCall): Promise<unknown> {
  assertBelowTop(names);
  if (request.url.includes("#")) throw new DavStatus(400);
  await checkIf(app, actor, request, names);
  const { entryId, found } = await resolveThere(app, actor, names);
  if (isFolder && found.entry.kind === "file") throw new Refusal("absent", "files.absent");
  checkMatch(request, found.entry.version === null ? undefined : `"${found.entry.entryId}-${found.entry.version}"`);
  await trashEntries(app, actor, { entryIds: [entryId!] });
  return reply.code(204).send();
}
