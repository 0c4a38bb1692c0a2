import { z } from "zod";
import { verifiedEpoch } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, equalBytes, fromUtf8, type Id, Refusal, utf8, view } from "#/kernel/index.ts";
import { addWrap, type OpenEpoch } from "#/spaces/index.ts";
import { openSealed, sealTo, type Signer, x25519Public } from "#/vault/index.ts";
import type { IdentityApp } from "./app.ts";

/** What a newcomer is handed over with the invitation. */
export interface Grants {
  readonly epochs: readonly Omit<OpenEpoch, "publicKey">[];
  /** For an admin. */
  readonly issuing?: Signer;
}

const base64 = z.string().transform((text): Bytes => Buffer.from(text, "base64"));
const stored = z.object({
  epochs: z.array(z.object({ spaceId: z.string(), epoch: z.number(), secret: base64 })),
  issuing: z.object({ keyId: z.string(), seed: base64 }).optional(),
});

const text = (bytes: Bytes): string => view(bytes).toString("base64");

/** Grants as lines of base64, each an age file for the invitation's key: more can be added without opening the others. */
export function sealGrants(recipient: Bytes, { epochs, issuing }: Grants): Bytes {
  const content = {
    epochs: epochs.map(({ spaceId, epoch, secret }) => ({ spaceId, epoch, secret: text(secret) })),
    ...(issuing ? { issuing: { keyId: issuing.keyId, seed: text(issuing.ed25519Seed) } } : {}),
  };
  return utf8(`${text(sealTo(recipient, utf8(JSON.stringify(content))))}\n`);
}

/** All grants of an invitation; what does not open is left out. */
export function openGrants(secret: Bytes, sealed: Bytes): Grants {
  const parts = fromUtf8(sealed)
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => openSealed(secret, Buffer.from(line, "base64")) ?? [])
    .map((plain) => stored.parse(JSON.parse(fromUtf8(plain))));
  const issuing = parts.find((part) => part.issuing)?.issuing;
  return {
    epochs: parts.flatMap((part) => part.epochs),
    ...(issuing ? { issuing: { keyId: issuing.keyId, ed25519Seed: issuing.seed } } : {}),
  };
}

/** Wraps the granted epochs to the newcomer's own certified key; a secret that is not of the certified epoch is refused. */
export async function takeEpochs(
  app: Pick<IdentityApp, "blobs" | "secrets">,
  tx: Transaction,
  grants: Grants,
  newcomer: { readonly memberId: Id; readonly at: Date },
): Promise<void> {
  for (const { spaceId, epoch, secret } of grants.epochs) {
    const publicKey = x25519Public(secret);
    const certified = await verifiedEpoch(app, tx, spaceId, epoch);
    if (!certified || !equalBytes(certified.publicKey, publicKey))
      throw new Refusal("invalid", "vault.certificate_wrong");
    const holder = { kind: "person", memberId: newcomer.memberId } as const;
    await addWrap(app, tx, { epoch: { spaceId, epoch, secret, publicKey }, holder, at: newcomer.at });
  }
}
