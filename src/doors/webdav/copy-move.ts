import { copyEntry, moveOver, trashEntries } from "#/files/index.ts";
import { Refusal } from "#/kernel/index.ts";
import { parentMissing } from "./content.ts";
import { checkIf } from "./if-header.ts";
import { depthOf, destinationOf, overwrites } from "./request.ts";
import { assertBelowTop, resolve, resolveThere } from "./tree.ts";
import { type DavCall, DavStatus } from "./types.ts";

/** Where it goes, with what is there. @throws DavStatus 403 onto itself, 409 without a folder, 412 what may not go. */
async function targetOf({ app, actor, request, names }: DavCall) {
  const to = destinationOf(request);
  assertBelowTop(to);
  const isSame = to.length === names.length && to.every((name, index) => name === names[index]);
  const isInside = to.length > names.length && names.every((name, index) => name === to[index]);
  if (isSame) throw new DavStatus(403);
  const target = await resolve(app, actor, to).catch(parentMissing);
  if (target.parent?.entry.kind !== "folder") throw new DavStatus(409);
  if (target.found && !overwrites(request)) throw new DavStatus(412);
  return { to, isInside, parent: target.parent, found: target.found, entryId: target.entryId };
}

/** RFC 4918, section 9.8. */
export async function copy(call: DavCall): Promise<unknown> {
  const { app, actor, request, reply, names } = call;
  const depth = depthOf(request, "infinity");
  if (depth === "1") throw new DavStatus(400);
  assertBelowTop(names);
  const source = await resolveThere(app, actor, names);
  const target = await targetOf(call);
  await checkIf(app, actor, request, target.to);
  if (target.isInside && depth === "infinity" && source.found.entry.kind === "folder") throw new DavStatus(403);
  // What is replaced goes to the trash with its versions: a copy is a file of its own.
  if (target.entryId) await trashEntries(app, actor, { entryIds: [target.entryId] });
  await copyEntry(app, actor, {
    entryId: source.found.entry.entryId,
    parentId: target.parent.entry.entryId,
    name: target.to.at(-1)!,
    isShallow: depth === "0",
  });
  return reply.code(target.found ? 204 : 201).send();
}

/** RFC 4918, section 9.9. */
export async function move(call: DavCall): Promise<unknown> {
  const { app, actor, request, reply, names } = call;
  if (depthOf(request, "infinity") !== "infinity") throw new DavStatus(400);
  assertBelowTop(names);
  const source = await resolveThere(app, actor, names);
  const target = await targetOf(call);
  await checkIf(app, actor, request, names);
  if (target.isInside) throw new DavStatus(403);
  if (!source.entryId) throw new Refusal("absent", "files.absent");
  const { replaced } = await moveOver(app, actor, {
    entryId: source.entryId,
    parentId: target.parent.entry.entryId,
    name: target.to.at(-1)!,
    overwrites: target.found !== undefined,
  });
  return reply.code(replaced ? 204 : 201).send();
}
