import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isRefusal, Refusal } from "#/kernel/index.ts";
import { DavActors } from "./actors.ts";
import { get, mkcol, put, remove } from "./content.ts";
import { copy, move } from "./copy-move.ts";
import { shownTokens } from "./if-header.ts";
import { lock, unlock } from "./lock.ts";
import { propfind } from "./propfind.ts";
import { proppatch } from "./proppatch.ts";
import { namesOf } from "./tree.ts";
import { type DavActor, type DavApp, type DavMethod, DavStatus } from "./types.ts";
import { xmlHead, xmlType } from "./xml.ts";

export interface WebdavTools {
  readonly app: DavApp;
  /** Whether a password may be sent over this connection. */
  readonly isPrivate: (request: FastifyRequest) => boolean;
  /** Counts a request, of somebody who is known or of an address whose password was wrong. @throws Refusal `http.too_many` */
  readonly count: (request: FastifyRequest, memberId: string | undefined) => void;
  /** Ends the connection of a client that sends too slowly. */
  readonly watch: (request: FastifyRequest) => void;
}

const methods: Readonly<Record<string, DavMethod>> = {
  COPY: copy,
  DELETE: remove,
  GET: get,
  HEAD: get,
  LOCK: lock,
  MKCOL: mkcol,
  MOVE: move,
  PROPFIND: propfind,
  PROPPATCH: proppatch,
  PUT: put,
  UNLOCK: unlock,
};

const allowed = ["OPTIONS", ...Object.keys(methods)].toSorted().join(", ");

/** Windows asks for the class here, and for its own header. */
const options = (reply: FastifyReply): FastifyReply =>
  reply
    .code(200)
    .header("allow", allowed)
    .header("dav", "1, 2")
    .header("ms-author-via", "DAV")
    .header("content-length", "0")
    .send();

/** Refusals as WebDAV says them, where it says them otherwise than our pages. */
const statusOfCode: Readonly<Record<string, number>> = {
  "files.changed_meanwhile": 412,
  "files.into_itself": 403,
  "files.lock_absent": 412,
  "files.locked": 423,
  "files.name_wrong": 400,
  "http.malformed": 400,
};

function answerCondition(reply: FastifyReply, status: number, condition: string): FastifyReply {
  const body = `${xmlHead}<D:error xmlns:D="DAV:"><D:${condition}/></D:error>`;
  return reply.code(status).header("content-type", xmlType).send(body);
}

const empty = (reply: FastifyReply, status: number): FastifyReply =>
  reply.code(status).header("content-length", "0").send();

/** What is no refusal of ours, or one that WebDAV has a status for; everything else is thrown on, to be told in words. */
function answerError(reply: FastifyReply, error: unknown): FastifyReply {
  if (error instanceof DavStatus)
    return error.condition ? answerCondition(reply, error.status, error.condition) : empty(reply, error.status);
  if (!isRefusal(error)) throw error;
  if (error.code === "files.locked") return answerCondition(reply, 423, "lock-token-submitted");
  const status = statusOfCode[error.code];
  if (status === undefined) throw error;
  return empty(reply, status);
}

function askWho(reply: FastifyReply): FastifyReply {
  return empty(reply.header("www-authenticate", 'Basic realm="Zegel", charset="UTF-8"'), 401);
}

/** WebDAV (RFC 4918, class 1 and 2) below `/dav/`, for programs with an app password of the door `webdav`. */
export function registerWebdav(server: FastifyInstance, tools: WebdavTools): void {
  const { app } = tools;
  const actors = new DavActors(app);
  for (const name of ["COPY", "LOCK", "MKCOL", "MOVE", "PROPFIND", "PROPPATCH", "UNLOCK"])
    server.addHttpMethod(name, { hasBody: true });

  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    reply.header("cache-control", "no-store").header("dav", "1, 2");
    if (!tools.isPrivate(request)) throw new Refusal("forbidden", "http.plain");
    const actor = await actors.of(request);
    tools.count(request, actor?.memberId);
    if (!actor) return askWho(reply);
    if (request.method === "OPTIONS") return options(reply);
    tools.watch(request);
    const [path = ""] = request.url.split("?");
    const lockTokens = shownTokens(request);
    const known: DavActor = lockTokens.size > 0 ? { ...actor, lockTokens } : actor;
    try {
      const call = { app, actor: known, request, reply, names: namesOf(path), isFolder: path.endsWith("/") };
      return await methods[request.method]!(call);
    } catch (error) {
      return answerError(reply, error);
    }
  };

  void server.register(async (scope) => {
    // Bodies are read as they come, whatever they say they are.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
    for (const url of ["/dav", "/dav/", "/dav/*"])
      scope.route({
        method: ["OPTIONS", ...Object.keys(methods)],
        url,
        exposeHeadRoute: false,
        bodyLimit: Number.MAX_SAFE_INTEGER,
        config: { name: "webdav" },
        handler: handle,
      });
  });
}
