import { type Bytes, concat, type Id, idBytes, isId } from "#/kernel/index.ts";
import type { Stanza } from "./age-header.ts";

/** Kebab-case slug of at most 63 characters: message, original, attachment, summary, terms, contact, link, record … */
export type ObjectKind = string;

/** Where an object belongs. It is bound to the object by the header's MAC and by the writer's signature. */
export interface ObjectContext {
  readonly organisationId: Id;
  readonly spaceId: Id;
  readonly epoch: number;
  readonly objectId: Id;
  readonly version: number;
  readonly kind: ObjectKind;
}

const kindPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const stanzaType = "zegel-context";
const formatVersion = "v1";

export const unsigned64 = (value: number): Bytes => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
};

/** Throws a TypeError: a context that is malformed is a bug of the caller, not somebody's input. */
export function assertContext(context: ObjectContext): void {
  const ids = [context.organisationId, context.spaceId, context.objectId];
  if (!ids.every(isId)) throw new TypeError("a context's ids are UUIDs in lower case");
  if (![context.epoch, context.version].every((value) => Number.isSafeInteger(value) && value >= 0))
    throw new TypeError("epoch and version are whole numbers from 0 on");
  if (context.kind.length > 63 || !kindPattern.test(context.kind)) throw new TypeError("kind is a kebab-case slug");
}

/** The context as an extension stanza: all in its arguments, so that `head` shows it; its body is empty. */
export function contextStanza(context: ObjectContext): Stanza {
  assertContext(context);
  const { organisationId, spaceId, epoch, objectId, version, kind } = context;
  const args = [organisationId, spaceId, `${epoch}`, objectId, `${version}`, kind];
  return { args: [stanzaType, formatVersion, ...args], body: new Uint8Array(0) };
}

/** True when the stanza says exactly this context. */
export function isContextStanza(stanza: Stanza | undefined, expected: ObjectContext): boolean {
  const wanted = contextStanza(expected).args;
  return (
    stanza !== undefined &&
    stanza.body.byteLength === 0 &&
    stanza.args.length === wanted.length &&
    stanza.args.every((arg, place) => arg === wanted[place])
  );
}

/** The context as bytes that are signed: fixed lengths, and the kind behind its length. */
export function contextBytes(context: ObjectContext): Bytes {
  assertContext(context);
  const kind = Buffer.from(context.kind, "latin1");
  return concat(
    idBytes(context.organisationId),
    idBytes(context.spaceId),
    unsigned64(context.epoch),
    idBytes(context.objectId),
    unsigned64(context.version),
    Uint8Array.of(kind.byteLength),
    kind,
  );
}
