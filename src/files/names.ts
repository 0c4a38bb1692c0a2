import { createHmac } from "node:crypto";
import { type Bytes, concat, fromUtf8, type Id, idBytes, Refusal, utf8 } from "#/kernel/index.ts";
import { openUnderKey, sealUnderKey } from "#/vault/index.ts";

/*
 * Names and other small things of a folder, under its name key (docs/spec/files.md). 32 bytes, random, the same for all
 * epochs of a space until somebody's right was taken away.
 */

const macLabel = utf8("zegel/v1/file-name-mac\0");
const propertyLabel = utf8("zegel/v1/file-property-mac\0");

const nameLabel = (spaceId: Id, entryId: Id): string => `zegel/v1/file-name/${spaceId}/${entryId}`;

export const sealName = (nameKey: Bytes, spaceId: Id, entryId: Id, name: string): Bytes =>
  sealUnderKey(nameKey, nameLabel(spaceId, entryId), utf8(name));

/** @throws Refusal `vault.key_wrong` for a name that is another entry's, or damaged. */
export function openName(nameKey: Bytes, spaceId: Id, entryId: Id, sealed: Bytes): string {
  const name = openUnderKey(nameKey, nameLabel(spaceId, entryId), sealed);
  if (!name) throw new Refusal("invalid", "vault.key_wrong");
  return fromUtf8(name);
}

/** By which a name is found, and unique, within its folder; says nothing to who lacks the key. */
export const nameMac = (nameKey: Bytes, parentId: Id, name: string): Bytes =>
  createHmac("sha256", nameKey).update(macLabel).update(idBytes(parentId)).update(utf8(name)).digest();

/** By which a dead property of an entry is found. */
export const propertyMac = (nameKey: Bytes, entryId: Id, name: string): Bytes =>
  createHmac("sha256", nameKey)
    .update(concat(propertyLabel, idBytes(entryId), utf8(name)))
    .digest();

/** What is kept beside an entry: the owner of a lock, a property, what somebody called a version. */
export const sealBeside = (nameKey: Bytes, entryId: Id, what: string, text: string): Bytes =>
  sealUnderKey(nameKey, `zegel/v1/file-${what}/${entryId}`, utf8(text));

export function openBeside(nameKey: Bytes, entryId: Id, what: string, sealed: Bytes): string {
  const text = openUnderKey(nameKey, `zegel/v1/file-${what}/${entryId}`, sealed);
  if (!text) throw new Refusal("invalid", "vault.key_wrong");
  return fromUtf8(text);
}
