import { createHash, randomBytes } from "node:crypto";
import { base64url, type Bytes, concat, fromBase64url, type Id, idBytes } from "#/kernel/index.ts";
import { deriveKey, type Identity } from "#/vault/index.ts";

const secretBytes = 32;

/** Everything that follows from an invitation's secret, bound to its id. */
export interface InvitationKeys {
  /** Its certified key: signs the newcomer's own, and opens what is handed over. */
  readonly identity: Identity;
  /** What is stored, to tell a right secret from a wrong one. */
  readonly verifier: Bytes;
}

export const newInvitationSecret = (): Bytes => randomBytes(secretBytes);

export function invitationKeys(secret: Bytes, invitationId: Id): InvitationKeys {
  const bound = concat(secret, idBytes(invitationId));
  const verifier = deriveKey(bound, "zegel/v1/invitation-verifier");
  return {
    identity: {
      x25519Secret: deriveKey(bound, "zegel/v1/invitation-x25519"),
      ed25519Seed: deriveKey(bound, "zegel/v1/invitation-ed25519"),
    },
    verifier: createHash("sha256").update(verifier).digest(),
  };
}

/** The secret of a link's fragment, with or without `#`; undefined when it can't be one. */
export function parseInvitationSecret(text: string): Bytes | undefined {
  const bytes = fromBase64url(text.trim().replace(/^#/, ""));
  return bytes?.byteLength === secretBytes ? bytes : undefined;
}

export const invitationUrl = (publicUrl: string, invitationId: Id, secret: Bytes): string =>
  `${publicUrl}/invitation/${invitationId}#${base64url(secret)}`;
