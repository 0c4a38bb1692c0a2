import { Client, type ClientConfig, type CustomTypesConfig, types as standardTypes } from "pg";

/** How to reach one database as one role: a URL, or the directory of a socket (as `host`) and the rest. */
export type Connection =
  | string
  | {
      readonly host: string;
      readonly port?: number;
      readonly user: string;
      readonly password: string;
      readonly database: string;
    };

const int8 = 20;
const int8Array = 1016;

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError("a number from the database does not fit");
  return value;
}

const types: CustomTypesConfig = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (oid === int8 && format !== "binary") return wholeNumber;
    if (oid === int8Array) throw new TypeError("lists of bigint are not read");
    return standardTypes.getTypeParser(oid, format as "text");
  },
};

/** What `pg` wants to know. Whole numbers come as numbers, moments as dates, bytea as bytes. */
export function clientConfig(connection: Connection): ClientConfig {
  const place = typeof connection === "string" ? { connectionString: connection } : { ...connection };
  return { ...place, types, application_name: "zegel", connectionTimeoutMillis: 10_000, keepAlive: true };
}

/** The same database as another role. */
export function asRole(connection: Connection, user: string, password: string): Connection {
  if (typeof connection !== "string") return { ...connection, user, password };
  const url = new URL(connection);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return url.href;
}

/** The name of the role that connects. */
export function roleOf(connection: Connection): string {
  return typeof connection === "string" ? (new Client(connection).user ?? "") : connection.user;
}

/** The same role in another database of the same cluster. */
export function inDatabase(connection: Connection, database: string): Connection {
  if (typeof connection !== "string") return { ...connection, database };
  const url = new URL(connection);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}
