import type { BlobStore } from "#/blobs/index.ts";
import type { Database, Transaction } from "#/db/index.ts";
import { organisationFacts } from "#/identity/index.ts";
import { equalBytes, type Id, Refusal } from "#/kernel/index.ts";
import type { Reader, SpacesApp } from "#/spaces/index.ts";
import { kitKeys, type RecoveryKit } from "#/vault/index.ts";

/** What recovery needs: the database and the blobs. No server, no secrets directory, no member's password. */
export interface RecoveryApp {
  readonly database: Pick<Database, "inOrganisation" | "organisationOf" | "organisations">;
  readonly blobs: BlobStore;
}

export interface Opened {
  /** Certificates are checked against the root of the kit. */
  readonly app: SpacesApp;
  readonly reader: Reader;
}

/** @throws Refusal `recover.organisation_absent`. */
export async function inOrganisationOfKit<T>(
  app: RecoveryApp,
  organisationId: Id,
  run: (tx: Transaction) => Promise<T>,
): Promise<T> {
  if (!(await app.database.organisations()).includes(organisationId))
    throw new Refusal("absent", "recover.organisation_absent", { organisationId });
  // One moment for all of it, so that what is written meanwhile is either whole or not there.
  return app.database.inOrganisation(organisationId, run, { isolation: "repeatable read" });
}

/** The kit as a reader. @throws Refusal `recover.kit_foreign` when it is not the kit of this organisation. */
export async function openWithKit(app: RecoveryApp, tx: Transaction, kit: RecoveryKit): Promise<Opened> {
  const { rootPublic, recoverySecret } = kitKeys(kit);
  const { rootPublic: expected } = await organisationFacts(tx);
  if (!equalBytes(rootPublic, expected)) throw new Refusal("invalid", "recover.kit_foreign");
  const { organisationId } = kit;
  const secrets = { organisationRoot: (id: Id) => (id === organisationId ? rootPublic : undefined) };
  const reader: Reader = {
    organisationId,
    kind: "recovery",
    id: organisationId,
    x25519Secret: recoverySecret,
    cache: new Map(),
  };
  return { app: { blobs: app.blobs, secrets }, reader };
}
