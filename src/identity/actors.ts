import type { Language, Role } from "#/contract/index.ts";
import type { Bytes, Id } from "#/kernel/index.ts";
import type { Owner, Reader } from "#/spaces/index.ts";
import type { Identity, Signer } from "#/vault/index.ts";
import { openedInSession } from "./opened-epochs.ts";

/** Somebody in a mailbox that is not their own: `mailboxSpaceId`, `email` and `name` are then the mailbox's. */
export interface ActingIn {
  readonly kind: "shared" | "stand-in";
  /** Whose the mailbox has to be. */
  readonly owner: Owner;
  /** Who it is that acts. */
  readonly memberName: string;
  readonly memberEmail: string;
  /** A shared mailbox that was closed: to be read, and nothing is sent from it. */
  readonly isClosed?: boolean;
}

/** A member in a browser session whose second factor was passed, or at the command line. Holds the opened identity. */
export interface MemberActor {
  readonly kind: "member";
  readonly organisationId: Id;
  readonly memberId: Id;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly language: Language;
  readonly mailboxSpaceId: Id;
  readonly identity: Identity;
  /** The certified person key. */
  readonly keyId: Id;
  /** Empty at the command line. */
  readonly sessionId: Bytes;
  /** Of the token that goes with changes; absent at the command line. */
  readonly tokenHash?: Bytes;
  /** The session waits for the password; only what needs none of the member's keys may be done. */
  readonly isLocked?: true;
  /** Absent in one's own mailbox. */
  readonly acting?: ActingIn;
}

/** A mail program or application of a member, with a sub-identity that opens only what was wrapped for it. */
export interface AppPasswordActor {
  readonly kind: "app-password";
  readonly organisationId: Id;
  readonly memberId: Id;
  readonly appPasswordId: Id;
  readonly door: AppPasswordDoor;
  readonly anyFrom: boolean;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  readonly mailboxSpaceId: Id;
  readonly identity: Identity;
  readonly keyId: Id;
  /** Secrets of epochs that it opened, for as long as the door keeps the actor. */
  readonly opened?: Map<string, Bytes>;
  /** Absent in one's own mailbox. */
  readonly acting?: ActingIn;
}

/** Somebody who came in by a link and passed its check. */
export interface GuestActor {
  readonly kind: "guest";
  readonly organisationId: Id;
  readonly linkId: Id;
  readonly x25519Secret: Bytes;
  /** Where the link's verification is an agreed password: the secret that it stands for. */
  readonly passwordSecret?: Bytes;
  readonly sessionId: Bytes;
  readonly tokenHash?: Bytes;
  readonly language: Language;
}

/** Who can read the secrets directory: the operator in person, at the command line. Opens nothing. */
export interface OperatorActor {
  readonly kind: "operator";
}

/** A member whose password was right and whose second factor is still to come. May finish logging in and nothing else. */
export interface PendingActor {
  readonly kind: "pending";
  readonly organisationId: Id;
  readonly memberId: Id;
  readonly sessionId: Bytes;
  readonly tokenHash?: Bytes;
  /** What comes next: a code, or setting the second factor up. */
  readonly next: "code" | "enrol";
  readonly unlockId: Id;
  /** From the password; opens the identity and the seed of the second factor. */
  readonly unlockKey: Bytes;
}

/** The first visitor of an installation without an organisation. */
export interface VisitorActor {
  readonly kind: "visitor";
}

export type Actor = MemberActor | AppPasswordActor | GuestActor | OperatorActor;
export type SessionActor = MemberActor | PendingActor | GuestActor;

export type AppPasswordDoor = "smtp" | "webdav" | "imap" | "caldav" | "sync" | "api";

/** What a member or an app password signs with. */
export const signerOf = (actor: MemberActor | AppPasswordActor): Signer => ({
  keyId: actor.keyId,
  ed25519Seed: actor.identity.ed25519Seed,
});

/** As whom the actor opens what is sealed. */
export function readerOf(actor: MemberActor | AppPasswordActor | GuestActor): Reader {
  const { organisationId } = actor;
  switch (actor.kind) {
    case "member": {
      const cache = openedInSession(actor.sessionId);
      const { x25519Secret } = actor.identity;
      return { organisationId, kind: "person", id: actor.memberId, x25519Secret, ...(cache ? { cache } : {}) };
    }
    case "app-password":
      return {
        organisationId,
        kind: "sub-identity",
        id: actor.appPasswordId,
        x25519Secret: actor.identity.x25519Secret,
        ...(actor.opened ? { cache: actor.opened } : {}),
      };
    case "guest": {
      const { x25519Secret, passwordSecret } = actor;
      return {
        organisationId,
        kind: "link",
        id: actor.linkId,
        x25519Secret,
        ...(passwordSecret ? { passwordSecret } : {}),
      };
    }
  }
}
