import { readFileSync } from "node:fs";
import type { Server } from "node:https";
import type { Socket } from "node:net";
import cookie from "@fastify/cookie";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { newId, Refusal, type RefusalKind } from "#/kernel/index.ts";
import { operationMetrics } from "#/operation/index.ts";
import { registerWebdav } from "#/doors/webdav/index.ts";
import type { HttpApp } from "./app.ts";
import { watchBody } from "./body-watch.ts";
import { SessionCookies } from "./cookies.ts";
import { readinessOf } from "./health.ts";
import { registerHelp } from "./help/index.ts";
import { registerFileBatch } from "./file-batch.ts";
import type { HttpLimits } from "./limits.ts";
import { type HttpMetrics, openMetrics } from "./metrics.ts";
import { addressOf, checkHost, isEncrypted, isFromLoopback, mayReadMetrics } from "./network.ts";
import { openApiDocument } from "./openapi.ts";
import { registerOutbox } from "./outbox.ts";
import { builtPages, registerPages } from "./pages.ts";
import { faultProblem, problemOf, rawProblem, refusalOf, sendProblem } from "./problem.ts";
import { RateLimit } from "./rate-limit.ts";
import { registerRoutes } from "./register-routes.ts";
import { speechFor } from "./request-state.ts";
import { securityHeaders } from "./security-headers.ts";
import { registerUploads } from "./uploads.ts";
import { followRenewal, readTlsPair, tlsRules } from "./tls.ts";

const version = (
  JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as { version: string }
).version;

declare module "fastify" {
  interface FastifyContextConfig {
    /** The name under which logs and metrics know the route. */
    name?: string;
  }
}

type SecurityHeaders = ReturnType<typeof securityHeaders>;

/** Refusals of who may do what, and how often: their code stands in the request's own line. */
const toldAlways: ReadonlySet<RefusalKind> = new Set(["unauthenticated", "forbidden", "limited"]);

const routeName = (request: FastifyRequest): string =>
  request.routeOptions.config.name ?? request.routeOptions.url ?? "unknown";

/** What could not be parsed as HTTP: answered on the bare socket, which is then closed. */
const answerUnreadable =
  (headers: SecurityHeaders) =>
  (error: Error & { code?: string }, socket: Socket): void => {
    if (!socket.writable || error.code === "ECONNRESET") return void socket.destroy();
    const tooSlow = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
    socket.end(rawProblem(new Refusal("invalid", tooSlow ? "http.too_slow" : "http.malformed"), headers));
  };

/** An address that is none, which the framework would repeat in an answer of its own. */
const answerUnroutable =
  (headers: SecurityHeaders) =>
  (_error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const language = speechFor(request);
    reply.headers(headers).header("connection", "close");
    void sendProblem(reply, problemOf(new Refusal("invalid", "http.malformed"), language), language);
  };

function create({ config, log }: HttpApp, limits: HttpLimits): FastifyInstance {
  const headers = securityHeaders(config);
  const http = {
    // Looked at in `checkHost`, so that the answer is like any other.
    requireHostHeader: false,
    maxHeaderSize: limits.headerBytes,
    connectionsCheckingInterval: Math.min(5000, limits.headerTimeoutMs),
  };
  const common = {
    logger: false,
    bodyLimit: limits.jsonBytes,
    connectionTimeout: limits.idleTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    requestTimeout: 0,
    trustProxy: config.trustProxy.length > 0 ? [...config.trustProxy] : false,
    genReqId: () => newId(),
    clientErrorHandler: answerUnreadable(headers),
    frameworkErrors: answerUnroutable(headers),
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 100 },
    return503OnClosing: true,
    forceCloseConnections: "idle" as const,
  };
  const server = config.tls
    ? (fastify({
        ...common,
        https: {
          ...http,
          ...readTlsPair(config.tls),
          ...tlsRules,
        },
      }) as unknown as FastifyInstance)
    : fastify({ ...common, http });
  if (config.tls) followRenewal(server.server as Server, config.tls, limits.certificateCheckMs, log);
  server.server.headersTimeout = limits.headerTimeoutMs;
  server.server.maxConnections = limits.connections;
  return server;
}

function registerFrame(server: FastifyInstance, app: HttpApp, metrics: HttpMetrics, rates: RateLimit): void {
  const { log } = app;
  const headers = securityHeaders(app.config);
  const codes = new WeakMap<FastifyRequest, string>();
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
    try {
      done(null, body === "" ? undefined : JSON.parse(body as string));
    } catch {
      done(new Refusal("invalid", "http.malformed"));
    }
  });
  server.addContentTypeParser("multipart/form-data", (_request, _payload, done) => done(null));
  server.addHook("onRequest", async (request, reply) => {
    reply.headers(headers).header("x-request-id", request.id);
    try {
      checkHost(app.config, request);
    } catch (error) {
      reply.header("connection", "close");
      throw error;
    }
  });
  server.addHook("onResponse", async (request, reply) => {
    const name = routeName(request);
    metrics.answered(name, request.method, reply.statusCode, reply.elapsedTime / 1000);
    const ms = Math.round(reply.elapsedTime);
    const code = codes.get(request);
    const line = { requestId: request.id, route: name, method: request.method, status: reply.statusCode, ms };
    log.info(code === undefined ? line : { ...line, code }, "request");
  });
  const refuse = async (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const language = speechFor(request);
    const refusal = refusalOf(error);
    if (refusal) {
      metrics.refused(refusal.code);
      if (toldAlways.has(refusal.kind)) codes.set(request, refusal.code);
      log.debug({ requestId: request.id, code: refusal.code }, "refused");
      return sendProblem(reply, problemOf(refusal, language), language);
    }
    const { message, stack } = error as Error;
    log.error({ requestId: request.id, route: routeName(request), reason: message, stack }, "a request failed");
    return sendProblem(reply, faultProblem(request.id, language), language);
  };
  server.setErrorHandler(refuse);
  server.setNotFoundHandler((request, reply) => {
    rates.take(addressOf(request), "general");
    return refuse(new Refusal("absent", "http.absent"), request, reply);
  });
}

function registerHealth(server: FastifyInstance, app: HttpApp, metrics: HttpMetrics): void {
  const readiness = readinessOf(app);
  const noStore = (reply: FastifyReply): FastifyReply => reply.header("cache-control", "no-store");
  server.get("/health/live", async (_request, reply) => noStore(reply).send({ live: true }));
  server.get("/health/ready", async (_request, reply) => {
    const answer = await readiness();
    return noStore(reply)
      .code(answer.ready ? 200 : 503)
      .send(answer);
  });
  server.get("/metrics", async (request, reply) => {
    if (!mayReadMetrics(app.config, request)) throw new Refusal("forbidden", "http.loopback_only");
    const { type, text } = await metrics.page();
    return noStore(reply).header("content-type", type).send(text);
  });
}

/** The server with everything registered, not yet listening. */
export async function buildServer(app: HttpApp, limits: HttpLimits): Promise<FastifyInstance> {
  const server = create(app, limits);
  const metrics = openMetrics(
    () => new Promise((resolve) => server.server.getConnections((_error, count) => resolve(count ?? 0))),
    operationMetrics(app),
  );
  const rates = new RateLimit(app.clock);
  await server.register(cookie);
  registerFrame(server, app, metrics, rates);
  registerHealth(server, app, metrics);
  const document = JSON.stringify(openApiDocument({ url: app.config.publicUrl, version }));
  server.get("/api/openapi.json", async (_request, reply) =>
    reply
      .header("content-type", "application/json; charset=utf-8")
      .header("cache-control", "public, max-age=300")
      .send(document),
  );
  const tools = { app, cookies: new SessionCookies(app.config), rates, limits };
  registerRoutes(server, tools);
  registerUploads(server, tools);
  registerFileBatch(server, tools);
  registerWebdav(server, {
    app,
    isPrivate: (request) => isEncrypted(request) || isFromLoopback(request),
    count: (request, memberId) =>
      memberId === undefined ? rates.take(addressOf(request), "credentials") : rates.takeOf(memberId, "files"),
    watch: (request) => watchBody(request.raw, limits, true),
  });
  registerOutbox(server, app);
  registerHelp(server, app);
  await registerPages(server, builtPages);
  return server;
}
