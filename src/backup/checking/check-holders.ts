import type { Transaction } from "#/db/index.ts";
import { dayMs, type Id } from "#/kernel/index.ts";
import type { CheckApp } from "./check-objects.ts";
import type { Findings } from "./findings.ts";

const most = 1000;

/** Every object that a row names, and which kind of row it is. Those of a message are checked with the message. */
const withNamed = (tx: Transaction) => {
  const { organisationId: organisation } = tx;
  return tx.query.with("named", (rows) =>
    rows
      .selectFrom("mail_message")
      .select((row) => ["body_object_id as object_id", row.val<string>("message").as("what")])
      .where("organisation_id", "=", organisation)
      .unionAll(
        rows
          .selectFrom("mail_message")
          .select((row) => ["summary_object_id as object_id", row.val<string>("message").as("what")])
          .where("organisation_id", "=", organisation),
      )
      .unionAll(
        rows
          .selectFrom("mail_message")
          .select((row) => [
            row.ref("original_object_id").$notNull().as("object_id"),
            row.val<string>("message").as("what"),
          ])
          .where("organisation_id", "=", organisation)
          .where("original_object_id", "is not", null),
      )
      .unionAll(
        rows
          .selectFrom("mail_attachment")
          .select((row) => ["object_id", row.val<string>("message").as("what")])
          .where("organisation_id", "=", organisation),
      )
      .unionAll(
        rows
          .selectFrom("mail_draft")
          .select((row) => ["object_id", row.val<string>("draft").as("what")])
          .where("organisation_id", "=", organisation),
      )
      .unionAll(
        rows
          .selectFrom("mail_draft")
          .select((row) => ["summary_object_id as object_id", row.val<string>("draft").as("what")])
          .where("organisation_id", "=", organisation),
      )
      .unionAll(
        rows
          .selectFrom("mail_template")
          .select((row) => ["object_id", row.val<string>("draft").as("what")])
          .where("organisation_id", "=", organisation),
      )
      .unionAll(
        rows
          .selectFrom("mail_writing")
          .select((row) => [
            row.ref("signature_object_id").$notNull().as("object_id"),
            row.val<string>("draft").as("what"),
          ])
          .where("organisation_id", "=", organisation)
          .where("signature_object_id", "is not", null),
      )
      .unionAll(
        rows
          .selectFrom("uploads_upload")
          .select((row) => ["upload_id as object_id", row.val<string>("upload").as("what")])
          .where("organisation_id", "=", organisation)
          .where("finished_at", "is not", null),
      )
      .unionAll(
        rows
          .selectFrom("segments_segment")
          .select((row) => ["segment_id as object_id", row.val<string>("segment").as("what")])
          .where("organisation_id", "=", organisation),
      ),
  );
};

/**
 * Old enough to be no work in progress: nobody finds them, and nothing erases them. What is in a conversation came there
 * together with its row.
 */
const orphanedObjects = (tx: Transaction, olderThan: Date) =>
  withNamed(tx)
    .selectFrom("spaces_object as object")
    .innerJoin("spaces_space as space", (join) =>
      join
        .onRef("space.organisation_id", "=", "object.organisation_id")
        .onRef("space.space_id", "=", "object.space_id"),
    )
    .leftJoin("named", "named.object_id", "object.object_id")
    .select("object.object_id as id")
    .distinct()
    .where("object.organisation_id", "=", tx.organisationId)
    .where((row) => row.or([row("object.created_at", "<", olderThan), row("space.kind", "=", "conversation")]))
    .where("named.object_id", "is", null)
    .limit(most)
    .execute();

const missingObjects = (tx: Transaction) =>
  withNamed(tx)
    .selectFrom("named")
    .leftJoin("spaces_object as object", (join) =>
      join.onRef("object.object_id", "=", "named.object_id").on("object.organisation_id", "=", tx.organisationId),
    )
    .select("named.object_id as id")
    .distinct()
    .where("named.what", "<>", "message")
    .where("object.object_id", "is", null)
    .limit(most)
    .execute();

/** Epochs that hold something, and that the recovery kit has no way to. */
const unrecoverableEpochs = (tx: Transaction) =>
  tx.query
    .selectFrom("spaces_object as object")
    .innerJoin("spaces_space as space", (join) =>
      join
        .onRef("space.organisation_id", "=", "object.organisation_id")
        .onRef("space.space_id", "=", "object.space_id"),
    )
    .leftJoin("keys.spaces_wrap as wrap", (join) =>
      join
        .onRef("wrap.organisation_id", "=", "object.organisation_id")
        .onRef("wrap.space_id", "=", "object.space_id")
        .onRef("wrap.epoch", "=", "object.epoch")
        .on((on) =>
          on.or([
            on("wrap.holder_kind", "=", "recovery"),
            on.and([
              on("wrap.holder_kind", "=", "space"),
              on(
                "wrap.holder_id",
                "in",
                tx.query
                  .selectFrom("spaces_space")
                  .select("space_id")
                  .where("organisation_id", "=", tx.organisationId)
                  .where("kind", "=", "compliance"),
              ),
            ]),
          ]),
        ),
    )
    .select("object.space_id as id")
    .distinct()
    .where("object.organisation_id", "=", tx.organisationId)
    .where("wrap.space_id", "is", null)
    .limit(most)
    .execute();

/** Each object has a row that names it, each such row its object, and each epoch in use its way for the recovery kit. */
export async function checkHolders(app: CheckApp, organisationId: Id, now: Date, findings: Findings): Promise<void> {
  await app.database.inOrganisation(
    organisationId,
    async (tx) => {
      const add = (what: "object" | "epoch", code: string, rows: readonly { readonly id: Id }[]): void => {
        for (const { id } of rows) findings.wrong.push({ organisationId, what, id, code });
      };
      add("object", "backup.object_orphaned", await orphanedObjects(tx, new Date(now.getTime() - dayMs)));
      add("object", "backup.object_missing", await missingObjects(tx));
      add("epoch", "backup.wrap_missing", await unrecoverableEpochs(tx));
    },
    { isolation: "repeatable read" },
  );
}
