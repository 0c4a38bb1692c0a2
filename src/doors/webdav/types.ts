import type { FastifyReply, FastifyRequest } from "fastify";
import type { FilesActor, FilesApp } from "#/files/index.ts";
import type { AppPasswordActor } from "#/identity/index.ts";

export type DavApp = FilesApp;
export type DavActor = AppPasswordActor & Pick<FilesActor, "device" | "lockTokens">;

/** One request, after it is known who asks. */
export interface DavCall {
  readonly app: DavApp;
  readonly actor: DavActor;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Of the address. */
  readonly names: readonly string[];
  /** The address ends with a slash: a folder is meant. */
  readonly isFolder: boolean;
}

export type DavMethod = (call: DavCall) => Promise<unknown>;

/** A status that is no refusal of ours. */
export class DavStatus extends Error {
  readonly status: number;
  /** The element of the answer's body that says which condition failed (RFC 4918, section 16). */
  readonly condition: string | undefined;

  constructor(status: number, condition?: string) {
    super(String(status));
    this.status = status;
    this.condition = condition;
  }
}
