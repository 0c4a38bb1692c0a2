import { sql } from "kysely";
import { writeAudit } from "#/audit/index.ts";
import type { CertificatesApp } from "#/certificates/index.ts";
import type { Agreements } from "#/contract/index.ts";
import type { Database, Transaction } from "#/db/index.ts";
import { assertRole, type IdentityApp, type MemberActor, openIssuingKey } from "#/identity/index.ts";
import { hex, Refusal } from "#/kernel/index.ts";
import { readAgreements } from "./read-agreements.ts";
import { beginRecords } from "./records-key.ts";
import { sealVersion, statementDigest } from "./statement.ts";
import { newestVersion } from "./store.ts";

export type AgreementsApp = CertificatesApp & Pick<IdentityApp, "clock" | "secrets"> & { readonly database: Database };

/** One after the other for each organisation: versions are numbered, and each names the one before. */
const takeTurn = (tx: Transaction): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended('agreements:' || ${tx.organisationId}, 0))`.execute(tx.query);

/** @throws Refusal `agreements.document_wrong`, with the first line that is wrong and how many mistakes there are. */
export function understand(text: string): Agreements {
  const { agreements, problems } = readAgreements(text);
  if (!agreements)
    throw new Refusal("invalid", "agreements.document_wrong", { line: problems[0]!.line, count: problems.length });
  return agreements;
}

/**
 * Puts a document in force as the next version (admins); `after` is the version that the admin saw. What is in force
 * stays so whatever is refused. @throws Refusal `identity.role_missing`, `agreements.document_wrong`,
 * `agreements.changed_meanwhile`, `identity.issuing_key_missing`.
 */
export async function putInForce(
  app: AgreementsApp,
  actor: MemberActor,
  { text, after }: { readonly text: string; readonly after: number },
): Promise<{ version: number }> {
  assertRole(actor, "admin");
  const { triggers, exceptions } = understand(text);
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    await takeTurn(tx);
    const newest = await newestVersion(app, tx);
    if ((newest?.said.version ?? 0) !== after) throw new Refusal("conflict", "agreements.changed_meanwhile");
    if (newest?.said.text === text) return { version: after };
    const at = app.clock.now();
    const version = after + 1;
    const previous = newest ? hex(statementDigest(newest.row.statement)) : "";
    const said = { version, text, by: actor.memberId, at: at.toISOString(), previous };
    const issuing = await openIssuingKey(app, tx, actor);
    await beginRecords(app, tx, actor);
    const sealed = sealVersion(tx.organisationId, said, issuing);
    await tx.query
      .insertInto("agreements_version")
      .values({ organisation_id: tx.organisationId, ...sealed })
      .execute();
    await writeAudit(tx, {
      at,
      actor: { kind: "member", id: actor.memberId },
      act: "agreements.put-in-force",
      subject: { kind: "organisation", id: actor.organisationId },
      details: {
        version,
        digest: hex(statementDigest(sealed.statement)),
        triggers: triggers.length,
        exceptions: exceptions.length,
      },
    });
    return { version };
  });
}
