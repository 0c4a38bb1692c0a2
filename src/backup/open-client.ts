import { Client } from "pg";
import { clientConfig, type Connection } from "#/db/index.ts";

/** One connection as the owner of the schema, for as long as `run` lasts. */
export async function withClient<T>(connection: Connection, run: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(clientConfig(connection));
  await client.connect();
  // What is lost meanwhile fails the query that runs, which says so.
  client.on("error", () => undefined);
  try {
    // The owner, too, is held to one organisation, but for migrations; and for what moves everything.
    await client.query("set app.migrating = 'on'");
    return await run(client);
  } finally {
    await client.end();
  }
}
