import { Pool, type PoolClient } from "pg";
import { type Bytes, type Id, isId, type Log } from "#/kernel/index.ts";
import { clientConfig, type Connection } from "./connection.ts";
import { isOutOfDate } from "./prepared.ts";
import { asking } from "./trouble.ts";
import { inOneBreath } from "./one-breath.ts";
import { type Installation, installationOn } from "./installation.ts";
import { type Transaction, transactionOn } from "./transaction.ts";

export interface TransactionOptions {
  /** All reads see one moment; a write to what somebody changed meanwhile fails. Default: read committed. */
  readonly isolation?: "repeatable read";
}

/** The database as the app's role sees it: one organisation at a time. */
export interface Database {
  /**
   * Runs in one transaction, in which the organisation's rows are all there is. Durable when it resolves; rolled back
   * when it throws. Nothing is retried. Refuses with `database.unavailable` and `database.disk_full`. Throws also when a statement had failed unseen, so that nothing was kept.
   */
  inOrganisation<T>(organisationId: Id, run: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Which organisation something belongs to that comes in from outside, and nothing more. */
  readonly organisationOf: {
    member(email: string): Promise<Id | undefined>;
    session(idHash: Uint8Array): Promise<Id | undefined>;
    invitation(id: Id): Promise<Id | undefined>;
    appPassword(userName: string): Promise<Id | undefined>;
    domain(domain: string): Promise<Id | undefined>;
    link(id: Id): Promise<Id | undefined>;
    notification(mac: Uint8Array): Promise<Id | undefined>;
  };
  organisations(): Promise<Id[]>;
  /** Organisations in which entries wait to be placed in the audit log. */
  organisationsWithEntries(): Promise<Id[]>;
  /** True when `fingerprint` is that of this installation's secrets directory; the first one asked becomes it. */
  belongsToSecrets(fingerprint: string): Promise<boolean>;
  /** Of these blobs the ones that some row still names, in whichever organisation. */
  blobsInUse(ids: readonly Id[]): Promise<Id[]>;
  /** What concerns no organisation, or all of them. */
  readonly installation: Installation;
  /** Answers within two seconds. */
  isReady(): Promise<boolean>;
  /** For example `18.4`. */
  version(): Promise<string>;
  /** Waits for transactions that run. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly connection: Connection;
  readonly poolSize: number;
  /** What `Transaction.auditKey` is. */
  readonly auditKey?: Bytes | undefined;
  /** False behind a transaction pooler, which gives a statement's connection to others. Default: true. */
  readonly prepares?: boolean;
  readonly log: Log;
}

const readyWithinMs = 2000;

function opening(organisationId: Id, options: TransactionOptions): string {
  if (!isId(organisationId)) throw new TypeError("not an organisation's id");
  const begin = options.isolation ? "begin isolation level repeatable read" : "begin";
  return `${begin}; select set_config('app.organisation_id', '${organisationId}', true)`;
}

async function inTransaction<T>(
  client: PoolClient,
  organisationId: Id,
  run: (tx: Transaction) => Promise<T>,
  options: TransactionOptions,
  common: { readonly auditKey: Bytes | undefined; readonly prepares: boolean },
): Promise<T> {
  // What is asked first goes along; without a beginning it finds no organisation, and so no rows.
  inOneBreath(client);
  const begun = asking(client.query(opening(organisationId, options)));
  begun.catch(() => undefined);
  const { tx, heard, end } = transactionOn(client, organisationId, common);
  try {
    const result = await run(tx);
    inOneBreath(client);
    const committed = asking(client.query("commit"));
    committed.catch(() => undefined);
    await begun;
    await heard();
    await end();
    const answer = await committed;
    if (answer.command !== "COMMIT") throw new Error("a statement had failed: nothing was kept");
    return result;
  } catch (error) {
    // Behind a statement that failed every other one fails too; the first knows why.
    if (isBehindFailure(error)) await heard();
    throw error;
  } finally {
    await end();
  }
}

const inFailedTransaction = "25P02";
const isBehindFailure = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === inFailedTransaction;

/** A client whose transaction could not be ended must not serve another organisation. */
async function isRolledBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query("rollback");
    return true;
  } catch {
    return false;
  }
}

const tooLate = (): Promise<boolean> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(false), readyWithinMs).unref();
  });

/** Connects when first asked. The app's role owns nothing; `migrate` comes before. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { connection, poolSize, log, auditKey, prepares = true } = options;
  const pool = new Pool({ ...clientConfig(connection), max: poolSize, pipeline: true });
  pool.on("error", (error) => log.warn({ reason: error.message }, "a connection to the database was lost"));
  // Between two questions of a transaction nobody listens; the next question hears of it.
  pool.on("connect", (client) => client.on("error", () => undefined));

  let closing: Promise<void> | undefined;

  async function found(functionName: string, sought: unknown): Promise<Id | undefined> {
    const { rows } = await asking(pool.query<{ found: Id | null }>(`select ${functionName}($1) as found`, [sought]));
    return rows[0]?.found ?? undefined;
  }

  async function inOrganisation<T>(
    organisationId: Id,
    run: (tx: Transaction) => Promise<T>,
    wished: TransactionOptions = {},
  ): Promise<T> {
    const client = await asking(pool.connect());
    let usable = true;
    const lost = (): void => void (usable = false);
    client.on("error", lost);
    try {
      return await inTransaction(client, organisationId, run, wished, { auditKey, prepares });
    } catch (error) {
      usable &&= (await isRolledBack(client)) && !isOutOfDate(error);
      throw error;
    } finally {
      client.off("error", lost);
      client.release(!usable);
    }
  }

  return {
    inOrganisation,
    organisationOf: {
      member: (email) => found("organisation_of_member", email),
      session: (idHash) => found("organisation_of_session", idHash),
      invitation: async (id) => (isId(id) ? found("organisation_of_invitation", id) : undefined),
      appPassword: (userName) => found("organisation_of_app_password", userName),
      domain: (domain) => found("organisation_of_domain", domain),
      link: async (id) => (isId(id) ? found("organisation_of_link", id) : undefined),
      notification: (mac) => found("organisation_of_notification", mac),
    },
    organisations: async () => {
      const { rows } = await asking(pool.query<{ organisation_id: Id }>("select organisations() as organisation_id"));
      return rows.map((row) => row.organisation_id);
    },
    organisationsWithEntries: async () => {
      const { rows } = await asking(pool.query<{ organisation_id: Id }>("select audit_waiting() as organisation_id"));
      return rows.map((row) => row.organisation_id);
    },
    belongsToSecrets: async (fingerprint) => {
      const { rows } = await asking(pool.query<{ ok: boolean }>("select belongs_to_secrets($1) as ok", [fingerprint]));
      return rows[0]?.ok === true;
    },
    blobsInUse: async (ids) => {
      const { rows } = await asking(pool.query<{ id: Id }>("select blobs_in_use($1) as id", [ids]));
      return rows.map((row) => row.id);
    },
    installation: installationOn(pool),
    isReady: () => {
      const answer = pool.query("select 1").then(
        () => true,
        () => false,
      );
      return Promise.race([answer, tooLate()]);
    },
    version: async () => {
      const { rows } = await pool.query<{ server_version: string }>("show server_version");
      return rows[0]!.server_version;
    },
    close: () => (closing ??= pool.end()),
  };
}
