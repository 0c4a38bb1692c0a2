import { createHash, createHmac } from "node:crypto";
import { type Bytes, concat, type Id, idBytes, utf8 } from "#/kernel/index.ts";

/** A version of an object came into a space, or went. `signature` is the object's. */
export interface SpaceChange {
  readonly spaceId: Id;
  readonly objectId: Id;
  readonly version: number;
  readonly comes: boolean;
  readonly signature: Bytes;
}

const chainLabel = utf8("zegel/v1/space-change\0");
const macLabel = utf8("zegel/v1/space-change-mac\0");

function facts({ spaceId, objectId, version, comes, signature }: SpaceChange): Bytes {
  const fixed = Buffer.alloc(5);
  fixed.writeUInt32BE(version);
  fixed[4] = comes ? 1 : 0;
  return concat(idBytes(spaceId), idBytes(objectId), fixed, signature);
}

/** What a space's chain begins with. */
export const emptyChain: Bytes = Buffer.alloc(32);

/** SHA-256(label ‖ chain so far ‖ space ‖ object ‖ version, 4 bytes ‖ 1 comes, 0 goes ‖ signature). */
export const chainAfter = (chain: Bytes, change: SpaceChange): Bytes =>
  createHash("sha256").update(chainLabel).update(chain).update(facts(change)).digest();

/** What only who has the secrets directory can write beside a change; it is worth nothing under another id. */
export const changeMac = (auditKey: Bytes, organisationId: Id, changeId: Id, change: SpaceChange): Bytes =>
  createHmac("sha256", auditKey)
    .update(macLabel)
    .update(idBytes(organisationId))
    .update(idBytes(changeId))
    .update(facts(change))
    .digest();
