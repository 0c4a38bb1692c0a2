import { setImmediate } from "node:timers/promises";
import type { Database } from "#/db/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import { mergeMailbox } from "./merge-mailbox.ts";
import type { MailApp } from "../types.ts";

type MergeApp = Pick<MailApp, "clock" | "database" | "blobs" | "secrets" | "log">;

const sliceMs = 250;

/** Mailboxes that are being merged in this process. */
const running = new WeakMap<Database, Map<Id, Promise<void>>>();

async function mergeAll(app: MergeApp, actor: MemberActor): Promise<void> {
  try {
    while (await mergeMailbox(app, actor, { budgetMs: sliceMs })) {
      if (!running.has(app.database)) return;
      await setImmediate();
    }
  } catch (error) {
    // What waits is found directly; the next session merges it.
    app.log.warn({ error }, "a mailbox could not be merged");
  }
}

/**
 * Merges what came into the actor's mailbox, beside the request that shows it and as long as it takes: one at a time for
 * a mailbox. Needs the keys of somebody who is in, and nobody waits for it.
 */
export function mergeInBackground(app: MergeApp, actor: MemberActor): void {
  const mailboxes = running.get(app.database) ?? new Map<Id, Promise<void>>();
  running.set(app.database, mailboxes);
  const { mailboxSpaceId } = actor;
  if (mailboxes.has(mailboxSpaceId)) return;
  const merging = mergeAll(app, actor).finally(() => mailboxes.delete(mailboxSpaceId));
  mailboxes.set(mailboxSpaceId, merging);
}

/** Ends merging after the batch that is under way; before the database is closed. */
export async function endBackgroundMerging(app: Pick<MergeApp, "database">): Promise<void> {
  const mailboxes = running.get(app.database);
  running.delete(app.database);
  await Promise.all(mailboxes?.values() ?? []);
}
