import { endLock, type FileLock, locksOn, renewLock, takeLock, writeFile } from "#/files/index.ts";
import { Refusal } from "#/kernel/index.ts";
import { parentMissing } from "./content.ts";
import { checkIf, shownTokens, tokenPrefix } from "./if-header.ts";
import { activeLock } from "./live-properties.ts";
import { depthOf, secondsOf, xmlBody } from "./request.ts";
import { assertBelowTop, hrefOf, resolve, resolveThere } from "./tree.ts";
import { type DavCall, DavStatus } from "./types.ts";
import { childOf, elementsOf, isDav, malformed, writeContent, type XmlElement, xmlHead, xmlType } from "./xml.ts";

function wishIn(body: XmlElement) {
  if (!isDav(body, "lockinfo")) throw malformed();
  const scope = childOf(body, "lockscope");
  const type = childOf(body, "locktype");
  if (!scope || !type || !childOf(type, "write")) throw malformed();
  const isExclusive = childOf(scope, "exclusive") !== undefined;
  if (!isExclusive && !childOf(scope, "shared")) throw malformed();
  const owner = childOf(body, "owner");
  const only = owner && elementsOf(owner).length === 1 ? elementsOf(owner) : owner?.children;
  return { isExclusive, owner: only ? writeContent(only) : "" };
}

function tell({ app, reply, names }: DavCall, held: FileLock, isFolder: boolean, status: number) {
  const href = hrefOf(names, isFolder);
  const body = `${xmlHead}<D:prop xmlns:D="DAV:"><D:lockdiscovery>${activeLock(held, href, app.clock.now())}</D:lockdiscovery></D:prop>`;
  return reply.code(status).header("content-type", xmlType).send(body);
}

/** A lock that is shown in `If`, for longer. */
async function refresh(call: DavCall): Promise<unknown> {
  const { app, actor, request, names } = call;
  const [token, ...more] = shownTokens(request);
  if (!token || more.length > 0) throw new DavStatus(400);
  await checkIf(app, actor, request, names);
  const { found } = await resolveThere(app, actor, names);
  const renewed = await renewLock(app, actor, { entryId: found.entry.entryId, token, seconds: secondsOf(request) });
  return tell(call, renewed, found.entry.kind === "folder", 200);
}

/** RFC 4918, section 9.10. What is not there is made, empty. */
export async function lock(call: DavCall): Promise<unknown> {
  const { app, actor, request, reply, names } = call;
  const depth = depthOf(request, "infinity");
  const body = await xmlBody(request);
  assertBelowTop(names);
  if (!body) return refresh(call);
  if (depth === "1") throw new DavStatus(400);
  const wish = wishIn(body);
  await checkIf(app, actor, request, names);
  const { parent, found } = await resolve(app, actor, names).catch(parentMissing);
  if (!found && parent?.entry.kind !== "folder") throw new DavStatus(409);
  const made =
    found ??
    (await writeFile(app, actor, {
      parentId: parent!.entry.entryId,
      name: names.at(-1)!,
      content: new Uint8Array(0),
      base: null,
    }));
  const entryId = "entry" in made ? made.entry.entryId : made.entryId;
  const taken = await takeLock(app, actor, {
    ...wish,
    entryId,
    isDeep: depth === "infinity" && found?.entry.kind === "folder",
    seconds: secondsOf(request),
  });
  reply.header("lock-token", `<${tokenPrefix}${taken.token}>`);
  return tell(call, taken, found?.entry.kind === "folder", found ? 200 : 201);
}

/** RFC 4918, section 9.11. */
export async function unlock({ app, actor, request, reply, names }: DavCall): Promise<unknown> {
  const header = request.headers["lock-token"];
  const token = typeof header === "string" ? /^<urn:uuid:([0-9a-f-]{36})>$/i.exec(header.trim())?.[1] : undefined;
  if (header === undefined) throw new DavStatus(400);
  const { found } = await resolveThere(app, actor, names);
  const { entry, folder } = found;
  const locks = await app.database.inOrganisation(actor.organisationId, (tx) =>
    locksOn(app, tx, folder, [entry.entryId]),
  );
  const held = locks.get(entry.entryId)?.find((each) => each.token === token?.toLowerCase());
  if (!held) throw new DavStatus(409, "lock-token-matches-request-uri");
  if (held.memberId !== actor.memberId) throw new Refusal("forbidden", "files.only_reading");
  await endLock(app, actor, { entryId: entry.entryId, token: held.token });
  return reply.code(204).send();
}
