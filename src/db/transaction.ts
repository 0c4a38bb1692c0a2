import {
  type CompiledQuery,
  type ConnectionProvider,
  type DatabaseConnection,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from "kysely";
import type { ClientBase } from "pg";
import type { Bytes, Id } from "#/kernel/index.ts";
import { preparedName } from "./prepared.ts";
import type { Schema } from "./schema.ts";
import { asking } from "./trouble.ts";

/** Reads and writes within one organisation. Ends with the function that it was given to. */
export interface Transaction {
  readonly organisationId: Id;
  readonly query: Kysely<Schema>;
  /** Entries of the audit log that were written with this key are placed; absent where the secrets are not at hand. */
  readonly auditKey: Bytes | undefined;
}

const dialect = {
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: (database: Kysely<never>) => new PostgresIntrospector(database),
  createQueryCompiler: () => new PostgresQueryCompiler(),
};
const compiler = new Kysely<Schema>({ dialect });
const executor = compiler.getExecutor();
const driver = new DummyDriver();

class OneConnection implements DatabaseConnection, ConnectionProvider {
  #client: ClientBase | undefined;
  #last: Promise<unknown> = Promise.resolve();
  readonly #prepares: boolean;

  constructor(client: ClientBase, prepares: boolean) {
    this.#client = client;
    this.#prepares = prepares;
  }

  provideConnection<T>(consumer: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    const result = this.#last.then(() => consumer(this));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (!this.#client) throw new Error("the transaction has ended");
    const name = this.#prepares ? preparedName(query.sql) : undefined;
    const statement = { text: query.sql, values: [...query.parameters], ...(name === undefined ? {} : { name }) };
    const result = await asking(this.#client.query(statement));
    return { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) };
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error("rows are not streamed: ask for a page");
  }

  async end(): Promise<void> {
    await this.#last;
    this.#client = undefined;
  }
}

/** Kysely on one client that is already in a transaction. After `end` nothing more can be asked. */
export function transactionOn(
  client: ClientBase,
  organisationId: Id,
  { auditKey, prepares }: { readonly auditKey: Bytes | undefined; readonly prepares: boolean },
): { tx: Transaction; end(): Promise<void> } {
  const connection = new OneConnection(client, prepares);
  const query = new Kysely<Schema>({
    config: { dialect },
    dialect,
    driver,
    executor: executor.withConnectionProvider(connection),
  });
  return { tx: { organisationId, query, auditKey }, end: () => connection.end() };
}
