import { openMember, type MemberActor } from "#/identity/index.ts";
import { dayMs, newId } from "#/kernel/index.ts";
import { type MailApp, saveDraft, saveTemplate, saveWritingSettings, sendDraft } from "#/mail/index.ts";
import { members, practice } from "./stories.ts";

const operator = { kind: "operator" } as const;
const html = (text: string): string =>
  text
    .split("\n\n")
    .map((each) => `<p>${each}</p>`)
    .join("");

/** What lies on a writer's desk: a signature, a draft that is not finished, and a message that leaves next week. */
async function furnish(app: MailApp, actor: MemberActor): Promise<void> {
  const signature = `Met vriendelijke groet,\n\n${actor.name}\n\n${practice.organisation}`;
  await saveWritingSettings(app, actor, {
    undoSeconds: 10,
    signatureHtml: html(signature),
    signatureText: signature,
    signatureInReplies: true,
  });
  const text = "Beste Willem,\n\nHierbij stuur ik u";
  const recipients = [{ email: "w.vandenbrink@voorbeeld.example", name: "Willem van den Brink", role: "to" as const }];
  const rest = { typed: {}, attachments: [] };
  await saveDraft(app, actor, {
    draftId: newId(),
    version: 0,
    content: { ...rest, recipients, subject: "Uw stukken", text, html: html(text) },
  });
  const draftId = newId();
  const reminder = "Beste Willem,\n\nVolgende week hebben we een afspraak. Neemt u uw legitimatiebewijs mee?";
  const { version } = await saveDraft(app, actor, {
    draftId,
    version: 0,
    content: { ...rest, recipients, subject: "Onze afspraak", text: reminder, html: html(reminder) },
  });
  await sendDraft(app, actor, { draftId, version, sendAt: new Date(app.clock.now().getTime() + 7 * dayMs) });
}

/** Drafts, a planned message, signatures, and a template of the firm. */
export async function furnishDesks(app: MailApp): Promise<void> {
  for (const { email, isAdmin } of members) {
    const actor = await openMember(app, operator, { email, password: practice.password });
    await furnish(app, actor);
    if (!isAdmin) continue;
    const text = "Geachte heer, mevrouw,\n\nWilt u ons de volgende stukken sturen?";
    const template = {
      name: "Stukken opvragen",
      subject: "Uw stukken",
      text,
      html: html(text),
      scope: "firm" as const,
    };
    await saveTemplate(app, actor, { templateId: newId(), ...template });
  }
}
