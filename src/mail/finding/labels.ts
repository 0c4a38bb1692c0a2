import type { z } from "zod";
import type { labelAnswer } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import { fromUtf8, type Id, isId, newId, Refusal, utf8 } from "#/kernel/index.ts";
import { mailboxEpoch, openSpace } from "#/spaces/index.ts";
import { openSealed, sealTo } from "#/vault/index.ts";
import { mailboxOf } from "../actors.ts";
import { oneLine } from "../content.ts";
import type { MailApp } from "../types.ts";

type LabelApp = Pick<MailApp, "blobs" | "clock" | "database" | "secrets">;
type Label = z.output<typeof labelAnswer>;
type LabelInput = Omit<Label, "labelId">;

const mostLabels = 200;
const longestName = 60;

function checkedName(text: string): string {
  const name = oneLine(text, longestName);
  if (name === "") throw new Refusal("invalid", "mail.label_nameless");
  return name;
}

/** The mailbox's labels by name; one whose name can't be opened is left out. */
export async function labelsIn(
  app: Pick<LabelApp, "blobs" | "secrets">,
  tx: Transaction,
  actor: MemberActor,
): Promise<Label[]> {
  const rows = await tx.query
    .selectFrom("mail_label")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", actor.mailboxSpaceId)
    .execute();
  if (rows.length === 0) return [];
  const epochs = await openSpace(app, tx, readerOf(actor), actor.mailboxSpaceId);
  const secrets = new Map(epochs.map(({ epoch, secret }) => [epoch, secret]));
  const labels = rows.flatMap((row): Label[] => {
    const secret = secrets.get(row.epoch);
    const name = secret && openSealed(secret, row.sealed_name);
    return name ? [{ labelId: row.label_id, name: fromUtf8(name), colour: row.colour }] : [];
  });
  return labels.toSorted((a, b) => a.name.localeCompare(b.name));
}

export const listLabels = (app: LabelApp, actor: MemberActor): Promise<Label[]> =>
  app.database.inOrganisation(actor.organisationId, (tx) => labelsIn(app, tx, actor));

/** @throws Refusal `mail.label_nameless`, `mail.labels_too_many`. */
export async function makeLabel(app: LabelApp, actor: MemberActor, input: LabelInput): Promise<{ labelId: Id }> {
  const name = checkedName(input.name);
  const labelId = newId();
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { count } = await tx.query
      .selectFrom("mail_label")
      .select((row) => row.fn.countAll<number>().as("count"))
      .where("organisation_id", "=", tx.organisationId)
      .where("mailbox_space_id", "=", actor.mailboxSpaceId)
      .executeTakeFirstOrThrow();
    if (Number(count) >= mostLabels) throw new Refusal("limited", "mail.labels_too_many", { limit: mostLabels });
    const { epoch, publicKey } = await mailboxEpoch(app, tx, mailboxOf(actor));
    await tx.query
      .insertInto("mail_label")
      .values({
        organisation_id: tx.organisationId,
        mailbox_space_id: actor.mailboxSpaceId,
        label_id: labelId,
        sealed_name: sealTo(publicKey, utf8(name)),
        epoch,
        colour: input.colour,
        created_at: app.clock.now(),
      })
      .execute();
  });
  return { labelId };
}

/** @throws Refusal `mail.label_absent`, `mail.label_nameless`. */
export async function changeLabel(app: LabelApp, actor: MemberActor, input: Label): Promise<void> {
  const name = checkedName(input.name);
  const isChanged = await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { epoch, publicKey } = await mailboxEpoch(app, tx, mailboxOf(actor));
    const result = await tx.query
      .updateTable("mail_label")
      .set({ sealed_name: sealTo(publicKey, utf8(name)), epoch, colour: input.colour })
      .where("organisation_id", "=", tx.organisationId)
      .where("mailbox_space_id", "=", actor.mailboxSpaceId)
      .where("label_id", "=", input.labelId)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  });
  if (!isChanged) throw new Refusal("absent", "mail.label_absent");
}

/** Takes a label away from all that has it. @throws Refusal `mail.label_absent`. */
export async function removeLabel(app: LabelApp, actor: MemberActor, labelId: Id): Promise<void> {
  const result = await app.database.inOrganisation(actor.organisationId, (tx) =>
    tx.query
      .deleteFrom("mail_label")
      .where("organisation_id", "=", tx.organisationId)
      .where("mailbox_space_id", "=", actor.mailboxSpaceId)
      .where("label_id", "=", isId(labelId) ? labelId : actor.mailboxSpaceId)
      .executeTakeFirst(),
  );
  if (result.numDeletedRows === 0n) throw new Refusal("absent", "mail.label_absent");
}
