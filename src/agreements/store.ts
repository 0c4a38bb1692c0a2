import { type CertificatesApp } from "#/certificates/index.ts";
import { type Agreements, agreementsSchema } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { hex, Refusal } from "#/kernel/index.ts";
import { readAgreements } from "./read-agreements.ts";
import { follows, openVersion, type Statement, statementDigest, type VersionRow } from "./statement.ts";

/** What holds while no agreements were put in force: nothing is asked for. */
export const noAgreements: Agreements = agreementsSchema.parse({ version: 1, name: "—" });

export interface InForce {
  /** 0 while there are none. */
  readonly version: number;
  readonly agreements: Agreements;
}

export const versionRows = (tx: Transaction, versions?: readonly number[]): Promise<VersionRow[]> =>
  tx.query
    .selectFrom("agreements_version")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .$if(versions !== undefined, (query) => query.where("version", "in", versions!))
    .orderBy("version", "desc")
    .execute();

/** The newest with the one before it. */
async function newestRows(tx: Transaction): Promise<VersionRow[]> {
  return tx.query
    .selectFrom("agreements_version")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .orderBy("version", "desc")
    .limit(2)
    .execute();
}

/** The newest version, as an admin said it. @throws Refusal `vault.signature_wrong` also where one before it is missing. */
export async function newestVersion(
  app: CertificatesApp,
  tx: Transaction,
): Promise<{ readonly row: VersionRow; readonly said: Statement } | undefined> {
  const [row, before] = await newestRows(tx);
  if (!row) return undefined;
  const said = await openVersion(app, tx, row);
  if (!follows(said, before) || said.version !== (before?.version ?? 0) + 1)
    throw new Refusal("invalid", "vault.signature_wrong");
  return { row, said };
}

/** Documents that were understood, by the digest of their signed statement; parsing takes longer than deciding. */
const understood = new Map<string, Agreements>();
const mostUnderstood = 100;

export function agreementsOf(row: VersionRow, said: Statement): Agreements {
  const key = hex(statementDigest(row.statement));
  const known = understood.get(key);
  if (known) return known;
  const { agreements } = readAgreements(said.text);
  if (!agreements) throw new Refusal("unavailable", "agreements.document_unreadable", { version: said.version });
  if (understood.size >= mostUnderstood) understood.delete(understood.keys().next().value!);
  understood.set(key, agreements);
  return agreements;
}

/** What every door decides by. */
export async function agreementsInForce(app: CertificatesApp, tx: Transaction): Promise<InForce> {
  const newest = await newestVersion(app, tx);
  if (!newest) return { version: 0, agreements: noAgreements };
  return { version: newest.said.version, agreements: agreementsOf(newest.row, newest.said) };
}
