import type { FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Language, Route, RouteAccess } from "#/contract/index.ts";
import type { AppPasswordActor, GuestActor, MemberActor, PendingActor } from "#/identity/index.ts";
import type { Bytes, Id } from "#/kernel/index.ts";
import type { HttpApp } from "./app.ts";
import type { ByteRange } from "./download.ts";
import type { UploadTarget } from "./upload.ts";

interface ActorOfAccess {
  readonly anyone: undefined;
  readonly pending: PendingActor;
  readonly member: MemberActor;
  readonly guest: GuestActor;
  readonly "member-or-app": MemberActor | AppPasswordActor;
}
export type ActorOf<Access extends RouteAccess> = ActorOfAccess[Access];

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

export interface NewSession {
  readonly sessionToken: string;
  readonly expiresAt: Date;
}

/** One request, checked as far as the contract says: who asks, and for what. */
export interface Call<R extends Route> {
  readonly request: FastifyRequest;
  readonly actor: ActorOf<R["access"]>;
  readonly params: Parsed<R["params"]>;
  readonly query: Parsed<R["query"]>;
  /** Of a multipart route: inside `upload` only. */
  readonly body: R["encoding"] extends "multipart" ? undefined : Parsed<R["body"]>;
  readonly language: Language;
  readonly address: string;
  readonly userAgent: string;
  /** The page's token came along: a person's page asks, no scanner and no other website. Reading may leave its mark. */
  readonly mayMark: boolean;
  /** The token that belongs to the session's cookie. */
  readonly sessionToken: string | undefined;
  signIn(session: NewSession, linkId?: Id): void;
  signOut(linkId?: Id): void;
  /** The cookie of a guest's browser that was trusted, and how to set it. */
  readonly deviceToken: string | undefined;
  keepDevice(device: { readonly deviceToken: string; readonly expiresAt: Date }): void;
  /** The cookie of a browser in which a member logged in before, and how to set it. */
  readonly browserToken: string | undefined;
  knowBrowser(token: string): void;
  upload<Answer>(begin: (body: Parsed<R["body"]>) => Promise<UploadTarget<Answer>>): Promise<Answer>;
}

/** Bytes of which nobody knows beforehand how many there are: saved, and sent as they come. */
export interface StreamedDownload {
  readonly name: string;
  readonly type: string;
  readonly stream: AsyncIterable<string>;
}

/** Bytes to hand out. Nothing is read before `open`, and `open` not at all for HEAD. */
export interface Download {
  readonly name: string;
  readonly type: string;
  /** A picture that the page shows; everything else is saved. */
  readonly shown?: true;
  /** What stays as it is under its address: how long a browser may keep it for itself. In no cache when undefined. */
  readonly keptSeconds?: number;
  readonly sizeBytes: number;
  readonly etag: string;
  readonly range: ByteRange;
  readonly content: AsyncIterable<Bytes>;
}

type AnswerOf<R extends Route> = R["binary"] extends true
  ? Download | StreamedDownload
  : R["answer"] extends z.ZodType
    ? z.input<R["answer"]>
    : void;

export type Handler<R extends Route> = (app: HttpApp, call: Call<R>) => Promise<AnswerOf<R>>;

/** A handler for each route: one that is missing fails the type-check. */
export type Handlers<Routes extends Record<string, Route>> = {
  readonly [Name in keyof Routes]: Handler<Routes[Name]>;
};
