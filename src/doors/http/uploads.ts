import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Route, uploadProtocol } from "#/contract/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { type Bytes, type Id, isId, Refusal } from "#/kernel/index.ts";
import { beginUpload, receiveUpload, removeUpload, type UploadState } from "#/uploads/index.ts";
import { authorityOf } from "./authority.ts";
import { inChosenMailbox } from "./chosen-mailbox.ts";
import { watchBody } from "./body-watch.ts";
import { addressOf } from "./network.ts";
import type { RouteTools } from "./register-routes.ts";
import { rememberLanguage } from "./request-state.ts";

const { path, version, extensions, contentType, sizeBytes: mostBytes } = uploadProtocol;

/** Each one that is receiving has a few mebibytes in memory. */
const receivingAtOnce = { process: 100, member: 8 } as const;

type UploadMethod = "POST" | "HEAD" | "PATCH" | "DELETE";

/** What the check of authority wants to know; HEAD changes nothing that anybody could see. */
const routeOf = (method: UploadMethod): Route => ({
  method: method === "HEAD" ? "GET" : method,
  path,
  summary: "Uploads",
  access: "member",
});

/** A number of bytes in a header; what is none is refused with `uploads.header_wrong`. */
function bytesIn(request: FastifyRequest, name: "upload-length" | "upload-offset"): number {
  const text = request.headers[name];
  if (typeof text !== "string" || !/^\d{1,15}$/.test(text))
    throw new Refusal("invalid", "uploads.header_wrong", { header: name });
  return Number(text);
}

function checkVersion(request: FastifyRequest, reply: FastifyReply): void {
  reply.header("tus-resumable", version).header("cache-control", "no-store");
  if (request.headers["tus-resumable"] === version) return;
  reply.header("tus-version", version);
  throw new Refusal("invalid", "uploads.version_wrong", { version });
}

/** The body as it comes. That somebody hung up is nobody's fault. */
async function* bodyOf(request: FastifyRequest): AsyncGenerator<Bytes, void> {
  try {
    yield* request.raw as AsyncIterable<Buffer>;
  } catch {
    throw new Refusal("invalid", "uploads.interrupted");
  }
}

function told(reply: FastifyReply, state: UploadState): FastifyReply {
  if (state.expiresAt) reply.header("upload-expires", state.expiresAt.toUTCString());
  return reply.header("upload-offset", state.offsetBytes);
}

/** How many requests are receiving; the rest come back later. */
class Places {
  readonly #taken = new Map<Id, number>();
  #all = 0;

  async within<T>(memberId: Id, run: () => Promise<T>): Promise<T> {
    const own = this.#taken.get(memberId) ?? 0;
    if (own >= receivingAtOnce.member || this.#all >= receivingAtOnce.process)
      throw new Refusal("unavailable", "uploads.busy", { retryAfterSeconds: 2 });
    this.#taken.set(memberId, own + 1);
    this.#all++;
    try {
      return await run();
    } finally {
      const left = this.#taken.get(memberId)! - 1;
      if (left > 0) this.#taken.set(memberId, left);
      else this.#taken.delete(memberId);
      this.#all--;
    }
  }
}

/**
 * tus 1.0 for signed-in members: OPTIONS and POST on `/api/uploads`, HEAD, PATCH and DELETE below it. Changes need the
 * page's token as everywhere. Refusals are problem documents: 409 with another offset than ours, 412 another version,
 * 415 another content type, 423 while another request receives, 404 for what is not there, has run out, or is another's.
 */
export function registerUploads(server: FastifyInstance, { app, cookies, rates, limits }: RouteTools): void {
  const actors = new WeakMap<FastifyRequest, MemberActor>();
  const places = new Places();

  const idOf = (request: FastifyRequest): Id => {
    const { uploadId } = request.params as { uploadId: string };
    if (!isId(uploadId)) throw new Refusal("absent", "uploads.absent");
    return uploadId;
  };

  async function receive(request: FastifyRequest, uploadId: Id, offsetBytes: number): Promise<UploadState> {
    const actor = actors.get(request)!;
    if (request.headers["content-type"] !== contentType) throw new Refusal("invalid", "http.content_type");
    let cameBytes = 0;
    async function* counted(): AsyncGenerator<Bytes, void> {
      for await (const part of bodyOf(request)) {
        cameBytes += part.byteLength;
        yield part;
      }
    }
    const receiving = { uploadId, offsetBytes };
    const state = await places.within(actor.memberId, () => receiveUpload(app, actor, receiving, counted()));
    // A sender that is told of no progress would send the same for ever.
    if (cameBytes > 0 && state.offsetBytes === offsetBytes)
      throw new Refusal("invalid", "uploads.piece_too_small", { pieceBytes: uploadProtocol.pieceBytes });
    return state;
  }

  const handlers: Record<UploadMethod, (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>> = {
    POST: async (request, reply) => {
      const hasContent = request.headers["content-type"] === contentType;
      const begun = await beginUpload(app, actors.get(request)!, bytesIn(request, "upload-length"));
      reply.header("location", `${path}/${begun.uploadId}`);
      const state = hasContent && begun.sizeBytes > 0 ? await receive(request, begun.uploadId, 0) : begun;
      return told(reply, state).code(201).send();
    },
    HEAD: async (request, reply) => {
      const state = await receiveUpload(app, actors.get(request)!, { uploadId: idOf(request) });
      return told(reply, state).header("upload-length", state.sizeBytes).code(200).send();
    },
    PATCH: async (request, reply) => {
      const state = await receive(request, idOf(request), bytesIn(request, "upload-offset"));
      return told(reply, state).code(204).send();
    },
    DELETE: async (request, reply) => {
      await removeUpload(app, actors.get(request)!, idOf(request));
      return reply.code(204).send();
    },
  };

  void server.register(async (scope) => {
    scope.addContentTypeParser(contentType, (_request, _payload, done) => done(null));
    const register = (method: UploadMethod, url: string): void => {
      scope.route({
        method,
        url,
        config: { name: `uploads.${method.toLowerCase()}` },
        onRequest: async (request, reply) => {
          rates.take(addressOf(request), method === "POST" ? "sending" : "general");
          if (method !== "HEAD") watchBody(request.raw, limits, true);
          const asked = await authorityOf(app, cookies, routeOf(method), request);
          const { actor } = await inChosenMailbox(app, "uploads", request, asked);
          if (actor?.kind !== "member") throw new Refusal("unauthenticated", "http.sign_in");
          rememberLanguage(request, actor.language);
          actors.set(request, actor);
          checkVersion(request, reply);
        },
        handler: handlers[method],
      });
    };
    register("POST", path);
    for (const method of ["HEAD", "PATCH", "DELETE"] as const) register(method, `${path}/:uploadId`);
    for (const url of [path, `${path}/:uploadId`])
      scope.options(url, { config: { name: "uploads.options" } }, async (request, reply) => {
        rates.take(addressOf(request), "general");
        return reply
          .headers({ "tus-resumable": version, "tus-version": version, "tus-extension": extensions })
          .header("tus-max-size", mostBytes)
          .code(204)
          .send();
      });
    for (const [url, allowed] of [
      [path, "OPTIONS, POST"],
      [`${path}/:uploadId`, "DELETE, HEAD, OPTIONS, PATCH"],
    ] as const)
      scope.route({
        method: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"].filter((method) => !allowed.includes(method)),
        url,
        exposeHeadRoute: false,
        config: { name: "other-method" },
        onRequest: async (_request, reply) => {
          reply.header("allow", allowed);
          throw new Refusal("invalid", "http.method");
        },
        handler: async () => undefined,
      });
  });
}
