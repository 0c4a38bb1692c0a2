import { z } from "zod";
import { templateContent } from "#/contract/index.ts";
import type { Schema, Transaction } from "#/db/index.ts";
import type { Selectable } from "kysely";
import { type MemberActor, readerOf, signerOf } from "#/identity/index.ts";
import { safeHtml } from "#/intake/index.ts";
import { fromUtf8, type Id, isId, Refusal, utf8 } from "#/kernel/index.ts";
import {
  currentEpoch,
  discardObject,
  eraseObject,
  insertObject,
  mailboxEpoch,
  openObjects,
  prepareObject,
  spaceOfKind,
} from "#/spaces/index.ts";
import { mailboxOf } from "../actors.ts";
import { writersOf } from "../message-writer.ts";
import type { MailApp } from "../types.ts";

export type TemplateContent = z.output<typeof templateContent>;
export interface Template extends TemplateContent {
  readonly templateId: Id;
  readonly mayChange: boolean;
}
type TemplateRow = Selectable<Schema["mail_template"]>;

const sealedSchema = templateContent.extend({ version: z.literal(1), templateId: z.string() });
const mostTemplates = 500;

const absent = (): Refusal => new Refusal("absent", "mail.template_absent");
const mayChangeFirms = ({ roles }: MemberActor): boolean => roles.includes("admin") || roles.includes("superuser");

async function contactsSpace(tx: Transaction): Promise<Id> {
  const spaceId = await spaceOfKind(tx, "contacts");
  if (!spaceId) throw new Refusal("unavailable", "spaces.absent");
  return spaceId;
}

/** @throws Refusal `identity.role_missing` where a template of the firm would change. */
function assertMayWrite(actor: MemberActor, scope: TemplateContent["scope"]): void {
  if (scope === "firm" && !mayChangeFirms(actor))
    throw new Refusal("forbidden", "identity.role_missing", { role: "superuser" });
}

async function ownRow(tx: Transaction, actor: MemberActor, templateId: Id): Promise<TemplateRow | undefined> {
  const row = await tx.query
    .selectFrom("mail_template")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("template_id", "=", templateId)
    .forUpdate()
    .executeTakeFirst();
  if (row?.scope === "mine" && row.space_id !== actor.mailboxSpaceId) throw absent();
  return row;
}

async function assertRoom(tx: Transaction, spaceId: Id): Promise<void> {
  const { count } = await tx.query
    .selectFrom("mail_template")
    .select((row) => row.fn.countAll<number>().as("count"))
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .executeTakeFirstOrThrow();
  const limit = mostTemplates / 2;
  if (Number(count) >= limit) throw new Refusal("limited", "mail.templates_too_many", { limit });
}

/** One's own and the firm's, by name. What can't be opened is left out. */
export function listTemplates(app: MailApp, actor: MemberActor): Promise<Template[]> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const spaces = [actor.mailboxSpaceId, await contactsSpace(tx)];
    const rows = await tx.query
      .selectFrom("mail_template")
      .selectAll()
      .where("organisation_id", "=", tx.organisationId)
      .where("space_id", "in", spaces)
      .orderBy("template_id")
      .limit(mostTemplates)
      .execute();
    const wanted = rows.map((row) => ({ objectId: row.object_id, kind: "template", spaceId: row.space_id }));
    const objects = await openObjects(app, tx, readerOf(actor), wanted, (objectId, refusal) =>
      app.log.warn({ objectId, code: refusal.code }, "a template could not be opened"),
    );
    const writers = await writersOf(
      app,
      tx,
      [...objects.values()].map(({ signerKeyId }) => signerKeyId),
    );
    const templates: Template[] = [];
    for (const row of rows) {
      const object = objects.get(row.object_id);
      if (!object || writers.get(object.signerKeyId)?.kind !== "member") continue;
      const sealed = sealedSchema.safeParse(JSON.parse(fromUtf8(await object.bytes())));
      if (!sealed.success || sealed.data.templateId !== row.template_id || sealed.data.scope !== row.scope) continue;
      const { name, subject, html, text, scope } = sealed.data;
      const mayChange = scope === "mine" || mayChangeFirms(actor);
      templates.push({ templateId: row.template_id, name, subject, html: safeHtml(html).html, text, scope, mayChange });
    }
    return templates.toSorted((a, b) => a.name.localeCompare(b.name));
  });
}

/** Makes or replaces a template. @throws Refusal `mail.template_absent`, `identity.role_missing`. */
export async function saveTemplate(
  app: MailApp,
  actor: MemberActor,
  { templateId, ...content }: TemplateContent & { readonly templateId: Id },
): Promise<void> {
  if (!isId(templateId)) throw absent();
  assertMayWrite(actor, content.scope);
  const { organisationId } = actor;
  const epoch = await app.database.inOrganisation(organisationId, async (tx) =>
    content.scope === "firm" ? currentEpoch(app, tx, await contactsSpace(tx)) : mailboxEpoch(app, tx, mailboxOf(actor)),
  );
  const place = { organisationId, epoch, kind: "template", signer: signerOf(actor) };
  const html = safeHtml(content.html).html;
  const sealed = await prepareObject(app, place, utf8(JSON.stringify({ version: 1, templateId, ...content, html })));
  try {
    await app.database.inOrganisation(organisationId, async (tx) => {
      const at = app.clock.now();
      const before = await ownRow(tx, actor, templateId);
      if (before) assertMayWrite(actor, before.scope);
      else await assertRoom(tx, epoch.spaceId);
      await insertObject(tx, sealed, at);
      const values = {
        scope: content.scope,
        space_id: epoch.spaceId,
        object_id: sealed.objectId,
        updated_by: actor.memberId,
        updated_at: at,
      };
      await tx.query
        .insertInto("mail_template")
        .values({ organisation_id: organisationId, template_id: templateId, ...values })
        .onConflict((conflict) => conflict.columns(["organisation_id", "template_id"]).doUpdateSet(values))
        .execute();
      if (before) await eraseObject(tx, before.object_id);
    });
  } catch (error) {
    await discardObject(app, sealed);
    throw error;
  }
}

/** @throws Refusal `mail.template_absent`, `identity.role_missing`. */
export function removeTemplate(app: MailApp, actor: MemberActor, templateId: Id): Promise<void> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const row = isId(templateId) ? await ownRow(tx, actor, templateId) : undefined;
    if (!row) throw absent();
    assertMayWrite(actor, row.scope);
    await tx.query
      .deleteFrom("mail_template")
      .where("organisation_id", "=", tx.organisationId)
      .where("template_id", "=", templateId)
      .execute();
    await eraseObject(tx, row.object_id);
  });
}
