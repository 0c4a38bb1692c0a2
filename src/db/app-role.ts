import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { Client, escapeIdentifier, escapeLiteral } from "pg";
import { asRole, clientConfig, type Connection, roleOf } from "./connection.ts";

const iterations = 4096;

/** What PostgreSQL keeps of a password (RFC 5803); sent in place of it, so that no log of statements has the password. */
function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const key = (name: string): Buffer => createHmac("sha256", salted).update(name).digest();
  const storedKey = createHash("sha256").update(key("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${storedKey}:${key("Server Key").toString("base64")}`;
}

async function ensureRole(client: Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query("select from pg_roles where rolname = $1", [role]);
  const verb = rowCount === 0 ? "create" : "alter";
  await client.query(`${verb} role ${escapeIdentifier(role)} login password ${escapeLiteral(scramVerifier(password))}`);
}

export interface AppRoleOptions {
  /** Whose the schema is: of the direct URL, or of the embedded database. */
  readonly owner: Connection;
  /** What `ZEGEL_DATABASE_URL` says, when there is one. */
  readonly requested?: Connection;
  /** From the secrets directory (ASCII). */
  readonly password: string;
}

/**
 * The connection with which requests are served: a role that owns nothing. A requested user who is not the owner is the
 * app's own role, and used as it is; else one is made for this database, since roles belong to the whole cluster.
 * Comes after `migrate`.
 */
export async function ensureAppRole({ owner, requested, password }: AppRoleOptions): Promise<Connection> {
  const client = new Client(clientConfig(owner));
  // What breaks it is thrown by the question that is under way.
  client.on("error", () => undefined);
  await client.connect();
  try {
    const own = requested !== undefined && roleOf(requested) !== roleOf(owner);
    const { rows } = await client.query<{ oid: string }>(
      "select oid::text as oid from pg_database where datname = current_database()",
    );
    const role = own ? roleOf(requested) : `zegel_server_${rows[0]!.oid}`;
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock(hashtextextended('zegel/app-role', 0))");
    if (!own) await ensureRole(client, role, password);
    const member = await client.query(
      "select from pg_roles where rolname = $1 and pg_has_role(oid, 'zegel_app', 'usage')",
      [role],
    );
    if (member.rowCount === 0) await client.query(`grant zegel_app to ${escapeIdentifier(role)}`);
    await client.query("commit");
    return own ? requested : asRole(requested ?? owner, role, password);
  } finally {
    await client.end();
  }
}
