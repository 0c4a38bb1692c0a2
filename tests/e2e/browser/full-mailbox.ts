import { join } from "node:path";
import { Client } from "pg";
import type { Page } from "playwright-core";
import { clientConfig } from "#/db/index.ts";
import { useEmbeddedPostgres } from "#/db/embedded/index.ts";
import { silentLog } from "#/kernel/index.ts";
import type { TestServer } from "../../support/server.ts";

/** Behind the newest messages of a mailbox: so many older rows, each in a conversation of its own. They are never opened. */
export async function fillMailbox({ dataDirectory }: TestServer, count: number): Promise<void> {
  const place = { dataDirectory, secretsDirectory: join(dataDirectory, "secrets") };
  const embedded = await useEmbeddedPostgres({ ...place, log: silentLog });
  const client = new Client(clientConfig(embedded.connection));
  await client.connect();
  try {
    await client.query("set session_replication_role = replica");
    await client.query(
      `create temporary table older as select gen_random_uuid() as conversation_id, gen_random_uuid() as message_id,
         now() - interval '1 day' - number * interval '1 minute' as at from generate_series(1, ${count}) number`,
    );
    const { rows } = await client.query<{ message_id: string; conversation_id: string }>(
      "select message_id, conversation_id from mail_mailbox_entry where folder = 'inbox' limit 1",
    );
    const { message_id: message, conversation_id: conversation } = rows[0]!;
    const copy = async (table: string, where: string, changed: Readonly<Record<string, string>>): Promise<void> => {
      const { rows: columns } = await client.query<{ name: string }>(
        "select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1 order by ordinal_position",
        [table],
      );
      const values = columns.map(({ name }) => (changed[name] ? `older.${changed[name]}` : `model.${name}`));
      await client.query(
        `insert into ${table} select ${values.join(", ")} from (select * from ${table} where ${where} limit 1) model cross join older`,
      );
    };
    const inConversation = { conversation_id: "conversation_id" };
    const ofMessage = { ...inConversation, message_id: "message_id" };
    await copy("spaces_space", `space_id = '${conversation}'`, { space_id: "conversation_id" });
    await copy("mail_conversation", `conversation_id = '${conversation}'`, {
      ...inConversation,
      last_message_at: "at",
    });
    await copy("mail_message", `message_id = '${message}'`, { ...ofMessage, sent_at: "at" });
    await copy("mail_mailbox_entry", `message_id = '${message}' and folder = 'inbox'`, { ...ofMessage, at: "at" });
  } finally {
    await client.end();
    await embedded.release();
  }
}

/** Processor time of the page's own thread for what `act` makes it do, whatever else the machine is busy with. */
export async function workOf(page: Page, act: () => Promise<void>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const taskSeconds = async (): Promise<number> => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration")!.value;
  };
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const before = await taskSeconds();
  await act();
  const after = await taskSeconds();
  await session.detach();
  return Math.round((after - before) * 1000);
}
