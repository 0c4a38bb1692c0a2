import type { MemberActor } from "#/identity/index.ts";
import { type Clock, hourMs, type Id } from "#/kernel/index.ts";
import {
  actingIn,
  changeFlags,
  dispatchQueued,
  listLabels,
  listMailboxes,
  type MailApp,
  makeLabel,
  recallMessage,
  sendMessage,
} from "#/mail/index.ts";
import { visitAsGuest } from "./demo-guest.ts";
import type { DemoFirm, DemoStory } from "./firm.ts";
import { bytesOf } from "./paper.ts";

async function writerOf(app: MailApp, { firm, story, people }: Told): Promise<MemberActor> {
  const actor = people.get(story.from)!;
  if (!story.mailbox) return actor;
  const wanted = firm.mailboxes.find(({ key }) => key === story.mailbox)!;
  const mailbox = (await listMailboxes(app, actor)).find((each) => each.email === wanted.email)!;
  return actingIn(app, actor, mailbox.mailboxId);
}

const colours = ["petrol", "green", "amber", "violet"] as const;

async function labelled(app: MailApp, actor: MemberActor, name: string): Promise<Id> {
  const labels = await listLabels(app, actor);
  const known = labels.find((label) => label.name === name);
  if (known) return known.labelId;
  return (await makeLabel(app, actor, { name, colour: colours[labels.length % colours.length]! })).labelId;
}

export interface Told {
  readonly organisationId: Id;
  readonly firm: DemoFirm;
  /** By their keys, each with an open vault. */
  readonly people: ReadonlyMap<string, MemberActor>;
  readonly story: DemoStory;
}

/** A message is sent, read and answered as the story says, each at its own hour. */
export async function tellStory(app: MailApp, clock: Clock & { set(at: Date): void }, told: Told): Promise<void> {
  const { organisationId, story } = told;
  const actor = await writerOf(app, told);
  const sentAt = clock.now().getTime();
  const later = (hours: number): void => clock.set(new Date(sentAt + hours * hourMs));
  const attachments = await Promise.all(
    (story.attachments ?? []).map(async (each) => ({ name: each.name, type: each.type, content: await bytesOf(each) })),
  );
  const { to: recipients, subject, text } = story;
  const { messageId, conversationId } = await sendMessage(app, actor, {
    door: "web",
    recipients,
    subject,
    text,
    attachments,
  });
  await dispatchQueued(app, organisationId);
  if (story.visit) {
    later(story.visit.afterHours);
    await visitAsGuest(app, organisationId, story.to[0]!, story.visit);
  }
  if (story.recalledAfterHours) {
    later(story.recalledAfterHours);
    await recallMessage(app, actor, { messageId });
  }
  const conversationIds = [conversationId];
  if (story.label)
    await changeFlags(app, actor, { conversationIds, addLabelId: await labelled(app, actor, story.label) });
  if (story.isArchived) await changeFlags(app, actor, { conversationIds, place: "archive" });
}
