import { Readable } from "node:stream";
import {
  entriesIn,
  type FileLock,
  type FileProperty,
  listTopFolders,
  locksOn,
  type OpenFolder,
  propertiesOf,
  usedBytesOf,
} from "#/files/index.ts";
import type { Entry } from "#/files/index.ts";
import { type Described, inAllProp, liveProperties } from "./live-properties.ts";
import { depthOf, xmlBody } from "./request.ts";
import { hrefOf, resolveThere, topNames } from "./tree.ts";
import { type DavCall, DavStatus } from "./types.ts";
import { childOf, davNamespace, elementsOf, escapeXml, isDav, malformed, xmlHead, xmlType } from "./xml.ts";
import type { XmlElement } from "./xml.ts";

type Named = { readonly namespace: string; readonly name: string };
type Asked = { readonly kind: "all" | "names" } | { readonly kind: "some"; readonly names: readonly Named[] };

interface Listed extends Described {
  readonly dead: readonly FileProperty[];
}

function askedIn(body: XmlElement | undefined): Asked {
  if (!body) return { kind: "all" };
  if (!isDav(body, "propfind")) throw malformed();
  if (childOf(body, "propname")) return { kind: "names" };
  const prop = childOf(body, "prop");
  if (prop) return { kind: "some", names: elementsOf(prop) };
  if (!childOf(body, "allprop")) throw malformed();
  return { kind: "all" };
}

/** A resource of no namespace has its name bare; such are kept and told as they came. */
export const emptyElement = ({ namespace, name }: Named): string =>
  namespace === davNamespace ? `<D:${name}/>` : `<${name} xmlns="${escapeXml(namespace)}"/>`;

export const fullElement = ({ namespace, name }: Named, content: string): string =>
  namespace === davNamespace
    ? `<D:${name}>${content}</D:${name}>`
    : `<${name} xmlns="${escapeXml(namespace)}">${content}</${name}>`;

export const propstat = (status: string, elements: readonly string[]): string =>
  elements.length === 0
    ? ""
    : `<D:propstat><D:prop>${elements.join("")}</D:prop><D:status>HTTP/1.1 ${status}</D:status></D:propstat>`;

export const multistatus = (responses: string): string =>
  `${xmlHead}<D:multistatus xmlns:D="DAV:">${responses}</D:multistatus>`;

function responseOf(of: Listed, asked: Asked, live: ReturnType<typeof liveProperties>): string {
  const found: string[] = [];
  const missing: string[] = [];
  const told = ({ namespace, name }: Named): string | undefined => {
    if (namespace === davNamespace && live[name]) return live[name](of);
    return of.dead.find((property) => property.namespace === namespace && property.name === name)?.content;
  };
  const all = [
    ...Object.keys(live).flatMap((name) => (inAllProp(name) ? [{ namespace: davNamespace, name }] : [])),
    ...of.dead,
  ];
  const names = asked.kind === "some" ? asked.names : all;
  for (const each of names) {
    const content = told(each);
    if (content !== undefined) found.push(asked.kind === "names" ? emptyElement(each) : fullElement(each, content));
    else if (asked.kind === "some") missing.push(emptyElement(each));
  }
  const href = hrefOf(of.names, of.entry?.kind !== "file");
  const stats = propstat("200 OK", found) + propstat("404 Not Found", missing);
  return `<D:response><D:href>${escapeXml(href)}</D:href>${stats || propstat("200 OK", [""])}</D:response>`;
}

async function listed(
  { app, actor }: DavCall,
  folder: OpenFolder,
  entries: readonly { readonly names: readonly string[]; readonly entry: Entry }[],
): Promise<Listed[]> {
  const ids = entries.map(({ entry }) => entry.entryId);
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const locks = await locksOn(app, tx, folder, ids);
    const dead = await propertiesOf(tx, folder, ids);
    return entries.map(({ names, entry }) => ({
      names,
      entry,
      top: undefined,
      locks: locks.get(entry.entryId) ?? [],
      dead: dead.get(entry.entryId) ?? [],
      usedBytes: undefined,
      availableBytes: undefined,
    }));
  });
}

async function rootOf({ app, actor }: DavCall, isDeep: boolean): Promise<Listed[]> {
  const nothing = { locks: [], dead: [], usedBytes: undefined, availableBytes: await app.blobs.room() };
  const own: Listed = { names: [], entry: undefined, top: undefined, ...nothing };
  if (!isDeep) return [own];
  const { folders } = await listTopFolders(app, actor);
  return [own, ...[...topNames(folders)].map(([name, top]) => ({ names: [name], entry: undefined, top, ...nothing }))];
}

/** Entries are read and written out in pages, so that a folder of any size needs little memory. */
const pageEntries = 1000;

async function* responsesOf(call: DavCall, asked: Asked, isDeep: boolean): AsyncGenerator<string, void> {
  const { app, actor, names } = call;
  const hrefs = new Map<string, string>();
  const hrefOfLock = (lock: FileLock): string => hrefs.get(lock.entryId) ?? hrefOf(names, true);
  const live = liveProperties(app.clock.now(), hrefOfLock);
  if (names.length === 0) {
    for (const each of await rootOf(call, isDeep)) yield responseOf(each, asked, live);
    return;
  }
  const { found } = await resolveThere(app, actor, names);
  const { entry, folder } = found;
  hrefs.set(entry.entryId, hrefOf(names, entry.kind === "folder"));
  const usedBytes = await app.database.inOrganisation(actor.organisationId, (tx) => usedBytesOf(tx, entry.spaceId));
  const quota = { usedBytes, availableBytes: await app.blobs.room() };
  for (const each of await listed(call, folder, [{ names, entry }]))
    yield responseOf({ ...each, ...quota }, asked, live);
  if (!isDeep || entry.kind === "file") return;
  let after: string | undefined;
  do {
    const page = await app.database.inOrganisation(actor.organisationId, (tx) =>
      entriesIn(app, tx, actor, { folderId: entry.entryId, folder }, { after, limit: pageEntries }),
    );
    const named = page.entries.map((each) => ({ names: [...names, each.name], entry: each }));
    for (const each of named) hrefs.set(each.entry.entryId, hrefOf(each.names, each.entry.kind === "folder"));
    let part = "";
    for (const each of await listed(call, folder, named)) part += responseOf(each, asked, live);
    yield part;
    after = page.after ?? undefined;
  } while (after !== undefined);
}

async function* document(first: string, responses: AsyncGenerator<string, void>): AsyncGenerator<string, void> {
  yield `${xmlHead}<D:multistatus xmlns:D="DAV:">${first}`;
  yield* responses;
  yield "</D:multistatus>";
}

/** RFC 4918, section 9.1. Depth infinity is refused: a tree may have any size. */
export async function propfind(call: DavCall): Promise<unknown> {
  const depth = depthOf(call.request, "infinity");
  const asked = askedIn(await xmlBody(call.request));
  if (depth === "infinity") throw new DavStatus(403, "propfind-finite-depth");
  const responses = responsesOf(call, asked, depth === "1");
  // What is not there is said by a status, before anything is written.
  const first = await responses.next();
  return call.reply
    .code(207)
    .header("content-type", xmlType)
    .send(Readable.from(document(first.value ?? "", responses)));
}
