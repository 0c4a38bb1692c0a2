import type { MemberActor } from "#/identity/index.ts";
import { dayMs, newId } from "#/kernel/index.ts";
import { createContact, type MailApp, saveDraft, saveTemplate, saveWritingSettings, sendDraft } from "#/mail/index.ts";
import type { DemoFirm } from "./firm.ts";

const html = (text: string): string =>
  text
    .split("\n\n")
    .map((each) => `<p>${each}</p>`)
    .join("");

async function put(app: MailApp, actor: MemberActor, { to, subject, text }: DemoFirm["draft"]) {
  const draftId = newId();
  const recipients = [{ ...to, role: "to" as const }];
  const content = { recipients, subject, text, html: html(text), typed: {}, attachments: [] };
  const { version } = await saveDraft(app, actor, { draftId, version: 0, content });
  return { draftId, version };
}

/** What lies on a writer's desk: a signature, a draft that is not finished, and a message that leaves next week. */
async function furnish(app: MailApp, actor: MemberActor, firm: DemoFirm): Promise<void> {
  const signature = `Met vriendelijke groet,\n\n${actor.name}\n\n${firm.organisation}`;
  await saveWritingSettings(app, actor, {
    undoSeconds: 10,
    signatureHtml: html(signature),
    signatureText: signature,
    signatureInReplies: true,
  });
  await put(app, actor, firm.draft);
  const planned = await put(app, actor, firm.planned);
  await sendDraft(app, actor, { ...planned, sendAt: new Date(app.clock.now().getTime() + 7 * dayMs) });
}

/** Signatures, drafts and planned messages of everybody, and the firm's template. */
export async function furnishDesks(
  app: MailApp,
  firm: DemoFirm,
  people: ReadonlyMap<string, MemberActor>,
): Promise<void> {
  for (const { key, isAdmin } of firm.members) {
    const actor = people.get(key)!;
    await furnish(app, actor, firm);
    if (!isAdmin) continue;
    const { text, ...template } = firm.template;
    await saveTemplate(app, actor, { templateId: newId(), ...template, text, html: html(text), scope: "firm" });
  }
}

/** The firm's contacts, as they stood when its month began. */
export async function writeContacts(app: MailApp, actor: MemberActor, firm: DemoFirm): Promise<void> {
  for (const { email, name, phone, language } of firm.contacts)
    await createContact(app, actor, {
      email,
      name,
      ...(phone ? { phone, verification: "sms" } : {}),
      ...(language ? { language } : {}),
    });
}
