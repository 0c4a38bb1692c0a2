import type { CookieSerializeOptions } from "@fastify/cookie";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "#/config.ts";
import type { Id } from "#/kernel/index.ts";

/** Whose session: a member's, or a guest's, which is bound to one link. */
export type SessionPlace = { readonly kind: "member" } | { readonly kind: "guest"; readonly linkId: Id };

const mostGuestSessions = 8;

/**
 * `__Host-` binds a cookie to this host, this path and https. Safari refuses Secure over plain http, also on loopback:
 * there another name stands, so that neither can be taken for the other. Lax, since links in mails must find the session.
 */
export class SessionCookies {
  readonly #prefix: string;
  readonly #options: CookieSerializeOptions;

  constructor(config: Pick<Config, "publicUrl">) {
    const secure = config.publicUrl.startsWith("https:");
    this.#prefix = secure ? "__Host-zegel" : "zegel";
    this.#options = { path: "/", httpOnly: true, sameSite: "lax", secure };
  }

  #name(place: SessionPlace): string {
    return place.kind === "member" ? this.#prefix : `${this.#prefix}-guest-${place.linkId}`;
  }

  read(request: FastifyRequest, place: SessionPlace): string | undefined {
    return request.cookies[this.#name(place)];
  }

  /** Keeps at most eight guest sessions in one browser: more would outgrow the request's header. */
  set(request: FastifyRequest, reply: FastifyReply, place: SessionPlace, token: string, expires?: Date): void {
    reply.setCookie(this.#name(place), token, { ...this.#options, ...(expires && { expires }) });
    if (place.kind === "member") return;
    const others = Object.keys(request.cookies).filter(
      (name) => name.startsWith(`${this.#prefix}-guest-`) && name !== this.#name(place),
    );
    for (const name of others.slice(0, Math.max(0, others.length - mostGuestSessions + 1))) {
      reply.clearCookie(name, this.#options);
    }
  }

  /** What a guest's browser shows instead of passing the check again; one for all links. */
  readDevice(request: FastifyRequest): string | undefined {
    return request.cookies[`${this.#prefix}-device`];
  }

  setDevice(reply: FastifyReply, token: string, expires: Date): void {
    reply.setCookie(`${this.#prefix}-device`, token, { ...this.#options, sameSite: "strict", expires });
  }

  /** What a member's browser shows to be known again. */
  readBrowser(request: FastifyRequest): string | undefined {
    return request.cookies[`${this.#prefix}-browser`];
  }

  setBrowser(reply: FastifyReply, token: string, expires: Date): void {
    reply.setCookie(`${this.#prefix}-browser`, token, { ...this.#options, sameSite: "strict", expires });
  }

  clear(reply: FastifyReply, place: SessionPlace): void {
    reply.clearCookie(this.#name(place), this.#options);
  }
}
