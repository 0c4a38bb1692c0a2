import type { FastifyRequest } from "fastify";
import type { Route, RouteAccess } from "#/contract/index.ts";
import {
  actorOfAppPassword,
  checkToken,
  guestOfSession,
  memberOfSession,
  type AppPasswordActor,
  type SessionActor,
} from "#/identity/index.ts";
import { type Id, isId, isRefusal, Refusal } from "#/kernel/index.ts";
import type { HttpApp } from "./app.ts";
import type { SessionCookies } from "./cookies.ts";
import { checkNotFromElsewhere, checkSameOrigin, isEncrypted, isFetchedByOwnPage, isFromLoopback } from "./network.ts";

/** Who asks, as far as the route wants to know. */
export interface Authority {
  readonly actor: SessionActor | AppPasswordActor | undefined;
  readonly sessionToken: string | undefined;
  readonly mayMark: boolean;
}

const nobody: Authority = { actor: undefined, sessionToken: undefined, mayMark: false };

const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
};

function basicOf(request: FastifyRequest): { readonly userName: string; readonly secret: string } | undefined {
  const match = /^basic ([a-z0-9+/]{1,1000}={0,2})$/i.exec(request.headers.authorization ?? "");
  if (!match) return undefined;
  const [, userName, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(match[1]!, "base64").toString("utf8")) ?? [];
  return userName && secret ? { userName, secret } : undefined;
}

function tokenFits(actor: SessionActor, token: string | undefined): boolean {
  try {
    checkToken(actor, token);
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

async function actorOfSession(
  app: HttpApp,
  access: Exclude<RouteAccess, "anyone">,
  token: string,
): Promise<SessionActor | undefined> {
  if (access === "guest") return guestOfSession(app, token);
  const actor = await memberOfSession(app, token);
  return (actor?.kind === "pending") === (access === "pending") ? actor : undefined;
}

/** A guest's session is bound to its link: under another link's address it does not exist. */
function sessionPlace(request: FastifyRequest, access: RouteAccess) {
  if (access !== "guest") return { kind: "member" } as const;
  const { linkId } = request.params as { linkId: Id };
  return { kind: "guest", linkId: isId(linkId) ? linkId : "" } as const;
}

/**
 * Finds out who asks, before anything of the body is read. Refuses: from another website `http.cross_site`; nobody
 * signed in `http.sign_in` (a guest: `http.open_link`); who waits for the password `identity.session_locked`; a change without the page's token `identity.token_wrong`; an app
 * password that is wrong `http.app_password_wrong`,
 * or that could be read along `http.plain`.
 */
export async function authorityOf(
  app: HttpApp,
  cookies: SessionCookies,
  route: Route,
  request: FastifyRequest,
): Promise<Authority> {
  const { access } = route;
  const changes = route.method !== "GET";
  const basic = access === "member-or-app" ? basicOf(request) : undefined;
  if (basic) {
    if (!isEncrypted(request) && !isFromLoopback(request)) throw new Refusal("forbidden", "http.plain");
    const actor = await actorOfAppPassword(app, { ...basic, door: "api" });
    if (!actor) throw new Refusal("unauthenticated", "http.app_password_wrong");
    return { ...nobody, actor };
  }
  if (changes) checkSameOrigin(app.config, request);
  if (access === "anyone") return nobody;
  if (!changes) checkNotFromElsewhere(request);
  const place = sessionPlace(request, access);
  const sessionToken = cookies.read(request, place);
  const actor = sessionToken === undefined ? undefined : await actorOfSession(app, access, sessionToken);
  if (!actor || (actor.kind === "guest" && place.kind === "guest" && actor.linkId !== place.linkId)) {
    throw new Refusal("unauthenticated", access === "guest" ? "http.open_link" : "http.sign_in");
  }
  if (actor.kind === "member" && actor.isLocked && !route.whileLocked)
    throw new Refusal("unauthenticated", "identity.session_locked");
  const pageToken = headerOf(request, "x-zegel-token");
  if (changes) checkToken(actor, pageToken);
  const isPerson = isFetchedByOwnPage(request) || tokenFits(actor, pageToken);
  return { actor, sessionToken, mayMark: isPerson && request.method !== "HEAD" };
}
