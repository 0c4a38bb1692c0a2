import { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { batchProtocol, type Route } from "#/contract/index.ts";
import { type BatchResult, writeBatch } from "#/files/index.ts";
import { browserName, type MemberActor } from "#/identity/index.ts";
import { type Bytes, isId, isRefusal, Refusal } from "#/kernel/index.ts";
import { authorityOf } from "./authority.ts";
import { watchBody } from "./body-watch.ts";
import { problemOf } from "./problem.ts";
import type { RouteTools } from "./register-routes.ts";
import { rememberLanguage, speechFor } from "./request-state.ts";

const route: Route = { method: "POST", path: batchProtocol.path, summary: "A batch of files", access: "member" };

async function* bodyOf(request: FastifyRequest): AsyncGenerator<Bytes, void> {
  try {
    yield* request.raw as AsyncIterable<Bytes>;
  } catch {
    throw new Refusal("invalid", "uploads.interrupted");
  }
}

/** One line for each file; a refusal that ended the batch is the last line. */
async function* linesOf(
  request: FastifyRequest,
  groups: AsyncIterable<readonly BatchResult[]>,
): AsyncGenerator<string, void> {
  const told = (refusal: Refusal): string => {
    const { code, title } = problemOf(refusal, speechFor(request));
    return `${JSON.stringify({ code, title })}\n`;
  };
  try {
    for await (const group of groups)
      yield group
        .map((result) => {
          if ("refusal" in result) return told(result.refusal);
          const { entryId, revision, version } = result;
          return `${JSON.stringify({ entryId, revision, version })}\n`;
        })
        .join("");
  } catch (error) {
    if (!isRefusal(error)) throw error;
    yield told(error);
  }
}

/** A batch of small files into a folder: bytes in, lines of JSON out, both as they come. */
export function registerFileBatch(server: FastifyInstance, { app, cookies, rates, limits }: RouteTools): void {
  const actors = new WeakMap<FastifyRequest, MemberActor>();
  void server.register(async (scope) => {
    scope.addContentTypeParser(batchProtocol.contentType, (_request, _payload, done) => done(null));
    scope.route({
      method: "POST",
      url: batchProtocol.path,
      config: { name: "files.batch" },
      bodyLimit: Number.MAX_SAFE_INTEGER,
      onRequest: async (request) => {
        watchBody(request.raw, limits, true);
        const { actor } = await authorityOf(app, cookies, route, request);
        if (actor?.kind !== "member") throw new Refusal("unauthenticated", "http.sign_in");
        rates.takeOf(actor.memberId, "files");
        rememberLanguage(request, actor.language);
        actors.set(request, actor);
      },
      handler: async (request, reply) => {
        const { folderId } = request.params as { folderId: string };
        if (!isId(folderId)) throw new Refusal("absent", "files.absent");
        if (request.headers["content-type"] !== batchProtocol.contentType)
          throw new Refusal("invalid", "http.content_type");
        const device = browserName(request.headers["user-agent"] ?? "");
        const groups = writeBatch(app, { ...actors.get(request)!, device }, folderId, bodyOf(request));
        return reply
          .header("content-type", batchProtocol.answerType)
          .header("cache-control", "no-store")
          .send(Readable.from(linesOf(request, groups)));
      },
    });
  });
}
