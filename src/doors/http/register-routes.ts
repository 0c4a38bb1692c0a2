import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Route, routeGroups } from "#/contract/index.ts";
import type { Id } from "#/kernel/index.ts";
import { dayMs, Refusal } from "#/kernel/index.ts";
import type { HttpApp } from "./app.ts";
import { accountHandlers } from "./account.ts";
import { agreementHandlers } from "./agreements.ts";
import { holdHandlers } from "./holds.ts";
import { lookHandlers } from "./look.ts";
import { applicationHandlers } from "./applications.ts";
import { contactHandlers } from "./contacts.ts";
import { draftHandlers } from "./drafts.ts";
import { auditHandlers } from "./audit.ts";
import { attachmentHandlers } from "./attachments.ts";
import { type Authority, authorityOf } from "./authority.ts";
import { watchBody } from "./body-watch.ts";
import type { SessionCookies } from "./cookies.ts";
import { fileHandlers } from "./files.ts";
import { followUpHandlers } from "./follow-up.ts";
import { findingHandlers } from "./finding.ts";
import { groupHandlers } from "./groups.ts";
import { guestHandlers } from "./guest.ts";
import type { Call, Download, Handlers, NewSession, StreamedDownload } from "./handler.ts";
import { identityHandlers } from "./identity.ts";
import type { HttpLimits } from "./limits.ts";
import { inChosenMailbox } from "./chosen-mailbox.ts";
import { mailHandlers } from "./mail.ts";
import { mailboxHandlers } from "./mailboxes.ts";
import { addressOf } from "./network.ts";
import { operationHandlers } from "./operation.ts";
import { supportHandlers } from "./support.ts";
import type { RateGroup, RateLimit } from "./rate-limit.ts";
import { languageOf, rememberLanguage } from "./request-state.ts";
import { sendDownload } from "./send-download.ts";
import { receiveUpload } from "./upload.ts";
import { validated, validatedParams } from "./validate.ts";

export interface RouteTools {
  readonly app: HttpApp;
  readonly cookies: SessionCookies;
  readonly rates: RateLimit;
  readonly limits: HttpLimits;
}

const knownBrowserMs = 180 * dayMs;

type GroupName = keyof typeof routeGroups;
const handlersOf: { readonly [Name in GroupName]: Handlers<(typeof routeGroups)[Name]> } = {
  identity: identityHandlers,
  audit: auditHandlers,
  look: lookHandlers,
  account: accountHandlers,
  agreements: agreementHandlers,
  holds: holdHandlers,
  mail: mailHandlers,
  drafts: draftHandlers,
  mailboxes: mailboxHandlers,
  finding: findingHandlers,
  attachments: attachmentHandlers,
  files: fileHandlers,
  groups: groupHandlers,
  applications: applicationHandlers,
  contacts: contactHandlers,
  followUp: followUpHandlers,
  operation: operationHandlers,
  support: supportHandlers,
  guest: guestHandlers,
};

/** The table's own types end here: from now on every route is handled alike. */
type AnyHandler = (app: HttpApp, call: Call<Route>) => Promise<unknown>;

function rateGroupOf(route: Route): RateGroup {
  if (route.encoding === "multipart") return "sending";
  if (route.method === "GET") return "general";
  if (route.path.startsWith("/api/guest/")) return route.access === "anyone" ? "guest" : "general";
  return route.access === "anyone" || route.access === "pending" ? "credentials" : "general";
}

const personOf = (actor: NonNullable<Authority["actor"]>): Id =>
  actor.kind === "guest" ? actor.linkId : actor.memberId;

function callOf(
  { cookies, limits }: RouteTools,
  route: Route,
  authority: Authority,
  request: FastifyRequest,
  reply: FastifyReply,
): Call<Route> {
  const { actor, sessionToken, mayMark } = authority;
  const placeOf = (linkId?: Id) => (linkId ? ({ kind: "guest", linkId } as const) : ({ kind: "member" } as const));
  const call = {
    request,
    actor,
    params: route.params && validatedParams(route.params, request.params),
    query: route.query && validated(route.query, request.query),
    body: route.body && route.encoding !== "multipart" ? validated(route.body, request.body) : undefined,
    language: languageOf(request),
    address: addressOf(request),
    userAgent: request.headers["user-agent"] ?? "",
    mayMark,
    sessionToken,
    signIn: (session: NewSession, linkId?: Id) =>
      cookies.set(request, reply, placeOf(linkId), session.sessionToken, session.expiresAt),
    deviceToken: cookies.readDevice(request),
    keepDevice: (device: { readonly deviceToken: string; readonly expiresAt: Date }) =>
      cookies.setDevice(reply, device.deviceToken, device.expiresAt),
    browserToken: cookies.readBrowser(request),
    knowBrowser: (token: string) => cookies.setBrowser(reply, token, new Date(Date.now() + knownBrowserMs)),
    signOut: (linkId?: Id) => cookies.clear(reply, placeOf(linkId)),
    upload: <Answer>(begin: Parameters<typeof receiveUpload<NonNullable<Route["body"]>, Answer>>[3]) =>
      receiveUpload(request.raw, limits, route.body!, begin),
  };
  return call as Call<Route>;
}

async function answer(route: Route, result: unknown, reply: FastifyReply): Promise<unknown> {
  if (route.binary) return sendDownload(reply, result as Download | StreamedDownload);
  reply.code(route.status ?? 200).header("cache-control", "no-store");
  if (!route.answer) return reply.code(route.status ?? 204).send();
  return reply.send(route.answer.parse(result));
}

function registerOne(
  server: FastifyInstance,
  tools: RouteTools,
  group: GroupName,
  name: string,
  route: Route,
  handle: AnyHandler,
): void {
  const authorities = new WeakMap<FastifyRequest, Authority>();
  const isUpload = route.encoding === "multipart";
  server.route({
    method: route.method,
    url: route.path,
    config: { name },
    ...(route.bodyBytes !== undefined && { bodyLimit: route.bodyBytes }),
    onRequest: async (request) => {
      tools.rates.take(addressOf(request), rateGroupOf(route));
      if (route.method !== "GET") watchBody(request.raw, tools.limits, isUpload);
      const asked = await authorityOf(tools.app, tools.cookies, route, request);
      if (asked.actor) tools.rates.takeOf(personOf(asked.actor), rateGroupOf(route));
      const authority = await inChosenMailbox(tools.app, group, request, asked);
      const { actor } = authority;
      // A guest's page says with every call in which language it is read.
      if (actor && "language" in actor && actor.kind !== "guest") rememberLanguage(request, actor.language);
      authorities.set(request, authority);
    },
    preValidation: async (request) => {
      const isForm = request.headers["content-type"]?.startsWith("multipart/form-data") ?? false;
      if (route.body && isForm !== isUpload) throw new Refusal("invalid", "http.content_type");
    },
    handler: async (request, reply) => {
      const call = callOf(tools, route, authorities.get(request)!, request, reply);
      return answer(route, await handle(tools.app, call), reply);
    },
  });
}

/** Registers every route of the contract, and refuses other methods on the same path with 405. */
export function registerRoutes(server: FastifyInstance, tools: RouteTools): void {
  const methods = new Map<string, Set<string>>();
  const register = (
    group: GroupName,
    routes: Record<string, Route>,
    handlers: Readonly<Record<string, unknown>>,
  ): void => {
    for (const [name, route] of Object.entries(routes)) {
      registerOne(server, tools, group, name, route, handlers[name] as AnyHandler);
      methods.set(route.path, (methods.get(route.path) ?? new Set()).add(route.method));
    }
  };
  for (const name of Object.keys(routeGroups) as GroupName[]) register(name, routeGroups[name], handlersOf[name]);
  for (const [url, allowed] of methods) {
    if (allowed.has("GET")) allowed.add("HEAD");
    const others = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"].filter((method) => !allowed.has(method));
    server.route({
      method: others,
      url,
      config: { name: "other-method" },
      onRequest: async (_request, reply) => {
        reply.header("allow", [...allowed].join(", "));
        throw new Refusal("invalid", "http.method");
      },
      handler: async () => undefined,
    });
  }
}
