import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import type { CheckApp } from "./check-objects.ts";
import type { Findings } from "./findings.ts";

const pageLength = 200;

const messagesAfter = (tx: Transaction, after: Id | undefined) =>
  tx.query
    .selectFrom("mail_message")
    .select(["message_id", "conversation_id", "epoch", "body_object_id", "summary_object_id", "original_object_id"])
    .where("organisation_id", "=", tx.organisationId)
    .$if(after !== undefined, (query) => query.where("message_id", ">", after!))
    .orderBy("message_id")
    .limit(pageLength)
    .execute();

/** An object that a row names, and where it has to be. */
interface Named {
  readonly messageId: Id;
  readonly objectId: Id;
  readonly kind: string;
  readonly place?: { readonly spaceId: Id; readonly epoch: number };
}

async function namedBy(tx: Transaction, messages: Awaited<ReturnType<typeof messagesAfter>>): Promise<Named[]> {
  if (messages.length === 0) return [];
  const places = new Map(
    messages.map((row) => [row.message_id, { spaceId: row.conversation_id, epoch: row.epoch }] as const),
  );
  const attachments = await tx.query
    .selectFrom("mail_attachment")
    .select(["message_id", "object_id"])
    .where("organisation_id", "=", tx.organisationId)
    .where("message_id", "in", [...places.keys()])
    .where("recalled_at", "is", null)
    .execute();
  return [
    ...messages.flatMap((row) => {
      const messageId = row.message_id;
      const place = places.get(messageId)!;
      const original = row.original_object_id;
      return [
        { messageId, objectId: row.body_object_id, kind: "message", place },
        { messageId, objectId: row.summary_object_id, kind: "summary", place },
        ...(original === null ? [] : [{ messageId, objectId: original, kind: "original" }]),
      ];
    }),
    ...attachments.map((row) => ({
      messageId: row.message_id,
      objectId: row.object_id,
      kind: "attachment",
      place: places.get(row.message_id)!,
    })),
  ];
}

async function objectsOf(tx: Transaction, ids: readonly Id[]) {
  if (ids.length === 0) return new Map<Id, { kind: string; space_id: Id; epoch: number }>();
  const rows = await tx.query
    .selectFrom("spaces_object")
    .select(["object_id", "kind", "space_id", "epoch"])
    .where("organisation_id", "=", tx.organisationId)
    .where("object_id", "in", ids)
    .execute();
  return new Map(rows.map((row) => [row.object_id, row] as const));
}

/** Every message names objects that are there, of the right kind, and of that message. */
export async function checkMessages(app: CheckApp, organisationId: Id, findings: Findings): Promise<void> {
  for (let after: Id | undefined; ;) {
    const messages = await app.database.inOrganisation(
      organisationId,
      async (tx) => {
        const page = await messagesAfter(tx, after);
        const named = await namedBy(tx, page);
        const objects = await objectsOf(
          tx,
          named.map((each) => each.objectId),
        );
        for (const { messageId, objectId, kind, place } of named) {
          const found = objects.get(objectId);
          const isElsewhere = place && (found?.space_id !== place.spaceId || found.epoch !== place.epoch);
          if (found?.kind !== kind || isElsewhere)
            findings.wrong.push({
              organisationId,
              what: "message",
              id: messageId,
              code: found ? "backup.reference_wrong" : "backup.object_missing",
            });
        }
        return page;
      },
      { isolation: "repeatable read" },
    );
    findings.messages += messages.length;
    after = messages.at(-1)?.message_id;
    if (!after) return;
  }
}
