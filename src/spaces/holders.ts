import type { BlobStore } from "#/blobs/index.ts";
import type { CertificatesApp } from "#/certificates/index.ts";
import type { Bytes, Id } from "#/kernel/index.ts";

export type SpaceKind = "compliance" | "mailbox" | "contacts" | "conversation" | "folder";

export interface SpacesApp extends CertificatesApp {
  readonly blobs: BlobStore;
}

/**
 * Whose a space has to be: a member's own mailbox, the organisation's compliance space, or nobody's in particular, with the
 * newest key that somebody entitled vouched for (a shared mailbox).
 */
export type Owner = "compliance" | { readonly memberId: Id } | { readonly publicKey: Bytes };

/** Whom an epoch's secret is wrapped to. The keys of spaces and people are looked up, and count only when certified. */
export type Holder =
  /**
   * `owner` is whose space it has to be: a row may have been pointed at another space, so the certificate of its epoch
   * must come from that member's own key, or for the compliance space from the root; or it is the very key that is named.
   */
  | { readonly kind: "space"; readonly spaceId: Id; readonly owner: Owner }
  | { readonly kind: "person"; readonly memberId: Id }
  | { readonly kind: "officer"; readonly memberId: Id }
  | { readonly kind: "sub-identity"; readonly appPasswordId: Id }
  /** With `passwordPublic` the wrap is nested: opening needs the link's secret and the agreed password. */
  | { readonly kind: "link"; readonly linkId: Id; readonly publicKey: Bytes; readonly passwordPublic?: Bytes }
  | { readonly kind: "recovery"; readonly organisationId: Id; readonly publicKey: Bytes };

/** Who opens: somebody with the secret of a holder. */
export interface Reader {
  readonly organisationId: Id;
  readonly kind: "person" | "officer" | "sub-identity" | "link" | "recovery";
  /** Member, app password, link, or organisation. */
  readonly id: Id;
  readonly x25519Secret: Bytes;
  /** Of a link with an agreed password. */
  readonly passwordSecret?: Bytes;
  /** Saves computing within one session; whether there is access is asked of the database each time. */
  readonly cache?: Map<string, Bytes>;
}

/** An epoch with the secret in hand, as only its maker and its readers have it. */
export interface OpenEpoch {
  readonly spaceId: Id;
  readonly epoch: number;
  readonly publicKey: Bytes;
  readonly secret: Bytes;
}

/** What the table of wraps knows a holder by. */
export function holderRow(holder: Holder): { kind: Holder["kind"]; id: Id } {
  switch (holder.kind) {
    case "space":
      return { kind: "space", id: holder.spaceId };
    case "person":
    case "officer":
      return { kind: holder.kind, id: holder.memberId };
    case "sub-identity":
      return { kind: "sub-identity", id: holder.appPasswordId };
    case "link":
      return { kind: "link", id: holder.linkId };
    case "recovery":
      return { kind: "recovery", id: holder.organisationId };
  }
}
