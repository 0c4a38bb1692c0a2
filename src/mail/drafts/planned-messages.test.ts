import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { DraftContent } from "#/contract/index.ts";
import { dayMs, newId } from "#/kernel/index.ts";
import { join } from "../../../tests/support/identity.ts";
import { enterAs, type MailTest, openMailTest } from "../../../tests/support/mail.ts";
import {
  draftJobs,
  guestConversation,
  listDrafts,
  listMessages,
  listScheduled,
  queueKeysInUse,
  readDraft,
  readMessage,
  recallMessage,
  resendNotification,
  saveDraft,
  sendDraft,
} from "../index.ts";

describe("planned messages", () => {
  let test: MailTest;
  before(async () => void (test = await openMailTest()));
  after(() => test?.close());

  const content = (subject: string, emails: readonly string[]): DraftContent => ({
    recipients: emails.map((email) => ({ email, role: "to" })),
    typed: {},
    subject,
    text: "Tekst",
    html: "",
    attachments: [],
  });
  const plan = async (subject: string, emails: readonly string[], sendAt?: Date) => {
    const draftId = newId();
    await saveDraft(test.app, test.sender, { draftId, version: 0, content: content(subject, emails) });
    return sendDraft(test.app, test.sender, { draftId, version: 1, sendAt });
  };
  const inDays = (days: number): Date => new Date(test.app.clock.now().getTime() + days * dayMs);
  const release = (): Promise<void> => {
    const { organisationId } = test.sender;
    return draftJobs(test.app)["mail.release"]!({ organisationId, dueMs: 0 });
  };

  it("The queue's keys change daily, and what was planned before still leaves and opens", async () => {
    const { app, sender } = test;
    const { messageId } = await plan("Over een week", ["week@buiten.example"], inDays(7));
    const key = app.secrets.queue.current().id;
    for (let day = 0; day < 6; day++) {
      app.clock.advance(dayMs);
      await app.secrets.queue.rotate(app.clock.now(), await queueKeysInUse(app));
    }
    assert.notEqual(app.secrets.queue.current().id, key);
    assert.deepEqual((await listScheduled(app, sender)).length, 1);
    app.clock.advance(2 * dayMs);
    await release();
    const guest = await enterAs(test, "week@buiten.example");
    const { messages } = await guestConversation(app, guest);
    assert.deepEqual(
      messages.map(({ text }) => text),
      ["Tekst"],
    );
    const [recipient] = (await readMessage(app, sender, messageId)).recipients;
    assert.equal(recipient!.state, "opened");
  });

  it("Many that are due at one moment leave in a few transactions, each with all that belongs to it", async () => {
    const { app, sender } = test;
    const colleague = await join(app, sender, "piet");
    const at = inDays(1);
    const subjects = Array.from({ length: 105 }, (_, index) => `Rondschrijven ${index}`);
    for (const subject of subjects) await plan(subject, [colleague.actor.email], at);
    assert.equal((await app.testDatabase.waitingJobs()).filter((name) => name === "mail.release").length, 2);
    app.clock.advance(2 * dayMs);
    await release();
    const inbox = await listMessages(app, colleague.actor, { folder: "inbox", limit: 100 });
    assert.equal(inbox.unread, subjects.length);
    assert.deepEqual(await listScheduled(app, sender), []);
    assert.deepEqual(await app.testDatabase.asOwner("select 1 from mail_held"), []);
    const notices = "select 1 from mail_dispatch where kind = 'notice' and state = 'queued'";
    assert.equal((await app.testDatabase.asOwner(notices)).length, subjects.length);
  });

  it("What has not left can neither be recalled nor announced early", async () => {
    const { app, sender } = test;
    const { messageId, recipients } = await plan("Nog niet", ["vroeg@buiten.example"], inDays(1));
    await assert.rejects(recallMessage(app, sender, { messageId }), { code: "mail.message_absent" });
    await assert.rejects(resendNotification(app, sender, recipients[0]!.recipientId), { code: "mail.not_left_yet" });
  });

  it("A draft that was put in the place of another is not shown as it", async () => {
    const { app, sender } = test;
    const [one, two] = [newId(), newId()];
    for (const draftId of [one, two])
      await saveDraft(app, sender, { draftId, version: 0, content: content(draftId, []) });
    await app.testDatabase.asOwner(
      `update mail_draft set object_id = (select object_id from mail_draft where draft_id = $2),
       summary_object_id = (select summary_object_id from mail_draft where draft_id = $2) where draft_id = $1`,
      [one, two],
    );
    await assert.rejects(readDraft(app, sender, one), { code: "vault.context_wrong" });
    const listed = new Map((await listDrafts(app, sender)).map(({ draftId, subject }) => [draftId, subject]));
    assert.deepEqual([listed.get(one), listed.get(two)], ["", two]);
  });
});
