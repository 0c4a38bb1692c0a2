import type { Entry, FileLock, TopFolder } from "#/files/index.ts";
import { etagOf } from "#/files/index.ts";
import { tokenPrefix } from "./if-header.ts";
import { mediaType } from "./media-type.ts";
import { davNamespace, escapeXml, parseXml, writeElement } from "./xml.ts";

/** What properties are told of: an entry, a folder at the top, or the root. */
export interface Described {
  readonly names: readonly string[];
  readonly entry: Entry | undefined;
  readonly top: TopFolder | undefined;
  readonly locks: readonly FileLock[];
  readonly usedBytes: number | undefined;
  readonly availableBytes: number | undefined;
}

/** Property to what stands in its element; undefined: it has none. */
type Live = (of: Described) => string | undefined;

const isFolder = ({ entry }: Described): boolean => entry?.kind !== "file";
const ofFile =
  (tell: (entry: Entry) => string): Live =>
  ({ entry }) =>
    entry?.kind === "file" ? tell(entry) : undefined;

const supported = ["exclusive", "shared"]
  .map(
    (scope) => `<D:lockentry><D:lockscope><D:${scope}/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockentry>`,
  )
  .join("");

/** What the client said of itself, as XML where it was that. */
export function ownerXml(owner: string): string {
  try {
    return writeElement(parseXml(owner));
  } catch {
    return escapeXml(owner);
  }
}

export function activeLock(lock: FileLock, rootHref: string, now: Date): string {
  const seconds = Math.max(1, Math.ceil((lock.expiresAt.getTime() - now.getTime()) / 1000));
  return (
    `<D:activelock><D:locktype><D:write/></D:locktype>` +
    `<D:lockscope><D:${lock.isExclusive ? "exclusive" : "shared"}/></D:lockscope>` +
    `<D:depth>${lock.isDeep ? "infinity" : "0"}</D:depth>` +
    `<D:owner>${ownerXml(lock.owner)}</D:owner><D:timeout>Second-${seconds}</D:timeout>` +
    `<D:locktoken><D:href>${tokenPrefix}${lock.token}</D:href></D:locktoken>` +
    `<D:lockroot><D:href>${escapeXml(rootHref)}</D:href></D:lockroot></D:activelock>`
  );
}

export const liveProperties = (now: Date, hrefOfLock: (lock: FileLock) => string): Readonly<Record<string, Live>> => ({
  creationdate: ({ entry }) => entry?.createdAt.toISOString().replace(/\.\d+Z$/, "Z"),
  displayname: ({ names }) => escapeXml(names.at(-1) ?? "Zegel"),
  getcontentlength: ofFile((entry) => String(entry.sizeBytes)),
  getcontenttype: ofFile((entry) => mediaType(entry.name)),
  getetag: ofFile((entry) => escapeXml(etagOf(entry.entryId, entry.version!))),
  getlastmodified: ({ entry }) => entry?.modifiedAt.toUTCString(),
  resourcetype: (of) => (isFolder(of) ? "<D:collection/>" : ""),
  supportedlock: ({ entry }) => (entry ? supported : undefined),
  lockdiscovery: ({ locks }) => locks.map((lock) => activeLock(lock, hrefOfLock(lock), now)).join(""),
  "quota-used-bytes": ({ usedBytes }) => (usedBytes === undefined ? undefined : String(usedBytes)),
  "quota-available-bytes": ({ availableBytes }) => (availableBytes === undefined ? undefined : String(availableBytes)),
});

/** Of `allprop`: quotas are told to who asks for them (RFC 4331, section 3). */
export const inAllProp = (name: string): boolean => !name.startsWith("quota-");

export const isProtected = (namespace: string, name: string, live: Readonly<Record<string, Live>>): boolean =>
  namespace === davNamespace && name in live;
