import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { actorOfAppPassword, type AppPasswordActor, isAppPasswordLive } from "#/identity/index.ts";
import { minuteMs } from "#/kernel/index.ts";
import type { DavApp } from "./types.ts";

const keptMs = 5 * minuteMs;
const mostKept = 500;

interface Kept {
  readonly actor: AppPasswordActor;
  readonly untilMs: number;
}

function basicOf(header: string | undefined): { readonly userName: string; readonly secret: string } | undefined {
  const match = /^basic ([a-z0-9+/]{1,1000}={0,2})$/i.exec(header ?? "");
  if (!match) return undefined;
  const [, userName, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(match[1]!, "base64").toString("utf8")) ?? [];
  return userName && secret ? { userName, secret } : undefined;
}

/**
 * Who a program is, by its app password. Programs ask for every file anew: what was opened is kept for five minutes, in
 * memory, by a hash of what was sent; whether the app password still counts is asked of the database each time.
 */
export class DavActors {
  readonly #app: DavApp;
  readonly #kept = new Map<string, Kept>();

  constructor(app: DavApp) {
    this.#app = app;
  }

  async of(request: FastifyRequest): Promise<AppPasswordActor | undefined> {
    const { authorization } = request.headers;
    const basic = basicOf(authorization);
    if (!basic) return undefined;
    const key = createHash("sha256").update(authorization!).digest("base64");
    const nowMs = performance.now();
    const kept = this.#kept.get(key);
    if (kept && kept.untilMs > nowMs) {
      if (await isAppPasswordLive(this.#app, kept.actor)) return kept.actor;
      this.#kept.delete(key);
    }
    const found = await actorOfAppPassword(this.#app, { ...basic, door: "webdav" });
    if (!found) return undefined;
    const actor = { ...found, opened: new Map() };
    this.#kept.delete(key);
    this.#kept.set(key, { actor, untilMs: nowMs + keptMs });
    if (this.#kept.size > mostKept) this.#kept.delete(this.#kept.keys().next().value!);
    return actor;
  }
}
