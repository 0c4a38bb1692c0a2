export * from "./certificate.ts";
export { type ObjectContext, type ObjectKind } from "./context.ts";
export * from "./continued-object.ts";
export { deriveKey } from "./derive.ts";
export { signEd25519, verifyEd25519 } from "./curve.ts";
export * from "./identity.ts";
export * from "./link.ts";
export { hashBytes, leafHash, merkleRoot } from "./merkle.ts";
export * from "./merkle-log.ts";
export * from "./signed-note.ts";
export * from "./checkpoint.ts";
export {
  type ObjectSeal,
  type OpenInput,
  pieceBytes,
  pieceContentBytes,
  rewrap,
  type SealedObject,
  type SealInput,
  verifyHeader,
  verifySeal,
} from "./object-header.ts";
export * from "./open-object.ts";
export { notificationCode, notificationCodeMac } from "./notification-code.ts";
export {
  combineKit,
  kitFingerprint,
  kitKeys,
  type KitKeys,
  kitTexts,
  newRecoveryKit,
  type RecoveryKit,
} from "./recovery-kit.ts";
export * from "./seal-object.ts";
export * from "./sealed-note.ts";
export * from "./sealed-stream.ts";
export * from "./under-key.ts";
export * from "./unlock.ts";
