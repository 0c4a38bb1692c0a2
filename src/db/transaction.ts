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
import { inOneBreath } from "./one-breath.ts";
import { preparedName } from "./prepared.ts";
import type { Schema } from "./schema.ts";
import { asking } from "./trouble.ts";

/** Reads and writes within one organisation. Ends with the function that it was given to. */
export interface Transaction {
  readonly organisationId: Id;
  readonly query: Kysely<Schema>;
  /** Entries of the audit log that were written with this key are placed; absent where the secrets are not at hand. */
  readonly auditKey: Bytes | undefined;
  /**
   * Sends a statement whose answer nobody needs and does not wait for it: what is asked next goes behind it in the same
   * breath. When it fails, so does the transaction.
   */
  soon(statement: { execute(): Promise<unknown> }): void;
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

/** PostgreSQL answers in the order in which it was asked, so that nothing waits here for its turn. */
class OneConnection implements DatabaseConnection, ConnectionProvider {
  #client: ClientBase | undefined;
  #open: Promise<unknown> = Promise.resolve();
  #unheard: Promise<unknown>[] = [];
  readonly #prepares: boolean;

  constructor(client: ClientBase, prepares: boolean) {
    this.#client = client;
    this.#prepares = prepares;
  }

  provideConnection<T>(consumer: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    const result = consumer(this);
    this.#open = Promise.allSettled([this.#open, result]);
    return result;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (!this.#client) throw new Error("the transaction has ended");
    const name = this.#prepares ? preparedName(query.sql) : undefined;
    const statement = { text: query.sql, values: [...query.parameters], ...(name === undefined ? {} : { name }) };
    inOneBreath(this.#client);
    const result = await asking(this.#client.query(statement));
    return { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) };
  }

  soon(answer: Promise<unknown>): void {
    answer.catch(() => undefined);
    this.#unheard.push(answer);
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error("rows are not streamed: ask for a page");
  }

  /** @throws what the first statement failed with to whose answer nobody listened. */
  async heard(): Promise<void> {
    const answers = this.#unheard;
    this.#unheard = [];
    await Promise.all(answers);
  }

  async end(): Promise<void> {
    await this.#open;
    this.#client = undefined;
  }
}

/** Kysely on one client that is already in a transaction. After `end` nothing more can be asked. */
export function transactionOn(
  client: ClientBase,
  organisationId: Id,
  { auditKey, prepares }: { readonly auditKey: Bytes | undefined; readonly prepares: boolean },
): { tx: Transaction; heard(): Promise<void>; end(): Promise<void> } {
  const connection = new OneConnection(client, prepares);
  const query = new Kysely<Schema>({
    config: { dialect },
    dialect,
    driver,
    executor: executor.withConnectionProvider(connection),
  });
  const soon = (statement: { execute(): Promise<unknown> }): void => connection.soon(statement.execute());
  return {
    tx: { organisationId, query, auditKey, soon },
    heard: () => connection.heard(),
    end: () => connection.end(),
  };
}
