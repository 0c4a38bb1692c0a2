import { z } from "zod";
import { writingSettings } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf, signerOf } from "#/identity/index.ts";
import { htmlToText, safeHtml } from "#/intake/index.ts";
import { fromUtf8, type Id, utf8 } from "#/kernel/index.ts";
import { discardObject, eraseObject, insertObject, mailboxEpoch, openObject, prepareObject } from "#/spaces/index.ts";
import { mailboxOf } from "../actors.ts";
import { writersOf } from "../message-writer.ts";
import type { MailApp } from "../types.ts";

export type WritingSettings = z.output<typeof writingSettings>;

const signatureSchema = z.object({ version: z.literal(1), html: z.string(), text: z.string() });
const standard: WritingSettings = { undoSeconds: 10, signatureHtml: "", signatureText: "", signatureInReplies: true };

const settingsRow = (tx: Transaction, mailboxSpaceId: Id) =>
  tx.query
    .selectFrom("mail_writing")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", mailboxSpaceId)
    .executeTakeFirst();

/** How long what leaves from this mailbox can be taken back. */
export async function undoSecondsOf(tx: Transaction, mailboxSpaceId: Id): Promise<number> {
  return (await settingsRow(tx, mailboxSpaceId))?.undo_seconds ?? standard.undoSeconds;
}

/** How one writes from the mailbox that one acts in. */
export function readWritingSettings(app: MailApp, actor: MemberActor): Promise<WritingSettings> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const row = await settingsRow(tx, actor.mailboxSpaceId);
    if (!row) return standard;
    const settings = { undoSeconds: row.undo_seconds, signatureInReplies: row.signature_in_replies };
    const place = { kind: "signature", spaceId: actor.mailboxSpaceId };
    const object = row.signature_object_id
      ? await openObject(app, tx, readerOf(actor), row.signature_object_id, place)
      : undefined;
    const writer = object && (await writersOf(app, tx, [object.signerKeyId])).get(object.signerKeyId);
    if (!object || writer?.kind !== "member") return { ...standard, ...settings };
    const { html, text } = signatureSchema.parse(JSON.parse(fromUtf8(await object.bytes())));
    return { ...settings, signatureHtml: safeHtml(html).html, signatureText: text };
  });
}

export async function saveWritingSettings(app: MailApp, actor: MemberActor, settings: WritingSettings): Promise<void> {
  const { organisationId, mailboxSpaceId } = actor;
  const html = safeHtml(settings.signatureHtml).html;
  const text = settings.signatureText === "" ? htmlToText(html) : settings.signatureText;
  const epoch = await app.database.inOrganisation(organisationId, (tx) => mailboxEpoch(app, tx, mailboxOf(actor)));
  const place = { organisationId, epoch, kind: "signature", signer: signerOf(actor) };
  const sealed = await prepareObject(app, place, utf8(JSON.stringify({ version: 1, html, text })));
  try {
    await app.database.inOrganisation(organisationId, async (tx) => {
      await insertObject(tx, sealed, app.clock.now());
      const before = await settingsRow(tx, mailboxSpaceId);
      const values = {
        undo_seconds: settings.undoSeconds,
        signature_in_replies: settings.signatureInReplies,
        signature_object_id: sealed.objectId,
      };
      await tx.query
        .insertInto("mail_writing")
        .values({ organisation_id: organisationId, mailbox_space_id: mailboxSpaceId, ...values })
        .onConflict((conflict) => conflict.columns(["organisation_id", "mailbox_space_id"]).doUpdateSet(values))
        .execute();
      if (before?.signature_object_id) await eraseObject(tx, before.signature_object_id);
    });
  } catch (error) {
    await discardObject(app, sealed);
    throw error;
  }
}
