import type { FastifyRequest } from "fastify";
import { locksOn } from "#/files/index.ts";
import { etagOf } from "#/files/index.ts";
import { Refusal } from "#/kernel/index.ts";
import { pathIn } from "./request.ts";
import { namesOf, type Resource, resolve } from "./tree.ts";
import { type DavActor, type DavApp, DavStatus } from "./types.ts";
import { malformed } from "./xml.ts";

export const tokenPrefix = "urn:uuid:";

interface Condition {
  readonly isNot: boolean;
  readonly token?: string;
  readonly etag?: string;
}

/** Conditions that hold together, for the resource that is named or the one of the request. */
interface IfList {
  readonly path: string | undefined;
  readonly conditions: readonly Condition[];
}

const longest = 8000;

/** RFC 4918, section 10.4. @throws Refusal `http.malformed`. */
export function parseIf(header: string): IfList[] {
  if (header.length > longest) throw malformed();
  const pattern = /\s*(?:<([^>]*)>|(\()|(\))|(Not)\b|\[((?:W\/)?"[^"]*")\])/giy;
  const lists: IfList[] = [];
  let path: string | undefined;
  let open: Condition[] | undefined;
  let isNot = false;
  const text = header.trimEnd();
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match) throw malformed();
    const [, coded, opening, closing, not, etag] = match;
    if (opening) {
      if (open) throw malformed();
      open = [];
    } else if (closing) {
      if (!open || open.length === 0 || isNot) throw malformed();
      lists.push({ path, conditions: open });
      open = undefined;
    } else if (not) {
      if (!open) throw malformed();
      isNot = true;
    } else if (!open) {
      if (coded === undefined) throw malformed();
      path = coded;
    } else {
      open.push({ isNot, ...(coded === undefined ? { etag: etag! } : { token: coded }) });
      isNot = false;
    }
  }
  if (open || lists.length === 0) throw malformed();
  return lists;
}

/** What a resource is like, for conditions: its tag and the tokens of locks that reach it. */
async function stateOf(app: DavApp, actor: DavActor, resource: Resource) {
  const place = resource.found ?? resource.parent;
  if (!place) return { etag: undefined, tokens: new Set<string>() };
  const { entry, folder } = place;
  const locks = await app.database.inOrganisation(actor.organisationId, (tx) =>
    locksOn(app, tx, folder, [entry.entryId]),
  );
  const reaching = locks.get(entry.entryId) ?? [];
  const tokens = reaching.filter((lock) => resource.found || lock.isDeep).map(({ token }) => `${tokenPrefix}${token}`);
  const etag = resource.found && entry.version !== null ? etagOf(entry.entryId, entry.version) : undefined;
  return { etag, tokens: new Set(tokens) };
}

async function resolveOrNothing(app: DavApp, actor: DavActor, path: readonly string[]): Promise<Resource> {
  try {
    return await resolve(app, actor, path);
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== "absent") throw error;
    return { names: path, top: undefined, found: undefined, parent: undefined, entryId: undefined };
  }
}

/** The tokens of an `If` header: each counts as shown, whether its list holds or not. */
export function shownTokens(request: FastifyRequest): Set<string> {
  const header = request.headers["if"];
  const tokens = new Set<string>();
  for (const [, token] of typeof header === "string"
    ? header.slice(0, longest).matchAll(/<urn:uuid:([0-9a-f-]{36})>/gi)
    : [])
    tokens.add(token!.toLowerCase());
  return tokens;
}

/** Evaluates `If`: one list that holds is enough. @throws DavStatus 412, Refusal `http.malformed`. */
export async function checkIf(
  app: DavApp,
  actor: DavActor,
  request: FastifyRequest,
  names: readonly string[],
): Promise<void> {
  const header = request.headers["if"];
  if (typeof header !== "string") return;
  const states = new Map<string, Awaited<ReturnType<typeof stateOf>>>();
  for (const { path, conditions } of parseIf(header)) {
    const at = path === undefined ? names : namesOf(pathIn(request, path));
    const key = at.join("/");
    const state = states.get(key) ?? (await stateOf(app, actor, await resolveOrNothing(app, actor, at)));
    states.set(key, state);
    const holds = ({ isNot, token, etag }: Condition): boolean =>
      (token === undefined ? etag === state.etag : state.tokens.has(token)) !== isNot;
    if (conditions.every(holds)) return;
  }
  throw new DavStatus(412);
}

const tagsOf = (header: string): string[] => header.split(",").map((tag) => tag.trim());

/** `If-Match` and `If-None-Match` (RFC 9110, section 13.1). @throws DavStatus 412. */
export function checkMatch(request: FastifyRequest, etag: string | undefined): void {
  const { "if-match": match, "if-none-match": none } = request.headers;
  if (match !== undefined && !(match.trim() === "*" ? etag !== undefined : tagsOf(match).some((tag) => tag === etag)))
    throw new DavStatus(412);
  if (none === undefined || request.method === "GET" || request.method === "HEAD") return;
  if (none.trim() === "*" ? etag !== undefined : tagsOf(none).some((tag) => tag === etag)) throw new DavStatus(412);
}
