export { type AdoptObject, adoptObject } from "./adopt-object.ts";
export { type CreateSpace, createSpace, insertSpace, prepareSpace, type PreparedSpace } from "./create-space.ts";
export { currentEpoch, currentEpochs } from "./current-epoch.ts";
export { addEpoch, addEpochAhead, insertEpoch, type InsertEpoch, reserveEpoch, useEpoch } from "./epochs.ts";
export { eraseEpoch } from "./erase-epoch.ts";
export { eraseObject, eraseObjects, eraseObjectVersions, spacesJobs } from "./erase-object.ts";
export { type HeadsApp, type HeadsResult, takeHeads } from "./heads/take-heads.ts";
export { headsWitness } from "./heads/verify-heads.ts";
export type { Holder, OpenEpoch, Owner, Reader, SpaceKind, SpacesApp } from "./holders.ts";
export { addMembership, isMemberOf, membersOf, removeMembership } from "./memberships.ts";
export { openEpochSecret, openEpochSecrets, placeKey } from "./open-epoch.ts";
export { moveObject, type MoveObject } from "./move-object.ts";
export { type ObjectRow, objectRows, sealedPartsOf } from "./object-rows.ts";
export { openObject, openObjects, type OpenedObject, type WantedObject } from "./open-object.ts";
export { openSpace, spaceOfKind } from "./open-space.ts";
export {
  discardObject,
  insertObject,
  insertObjects,
  type PreparedObject,
  prepareObject,
  type PrepareObject,
} from "./prepare-object.ts";
export { sweepBlobs } from "./sweep-blobs.ts";
export { mailboxEpoch } from "./owned-epochs.ts";
export {
  type AfterEpoch,
  type AfterObject,
  type RecoveryWrap,
  recoveryWraps,
  type StoredObject,
  storedObjects,
} from "./sealed-parts.ts";
export { addWrap, insertWraps, removeWraps } from "./wraps.ts";
