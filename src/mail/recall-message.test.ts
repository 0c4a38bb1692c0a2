import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { guestOfSession } from "#/identity/index.ts";
import { dayMs, isRefusal, minuteMs } from "#/kernel/index.ts";
import { codeFor, enterAs, guestIn, type MailTest, openMailTest } from "../../tests/support/mail.ts";
import { join } from "../../tests/support/identity.ts";
import {
  answerCheck,
  beginReply,
  guestAttachment,
  guestConversation,
  guestCopy,
  knock,
  listMessages,
  maintainMail,
  readMessage,
  recallMessage,
  requestCode,
  resendNotification,
  sendMessage,
} from "./index.ts";

const plain = { door: "web", subject: "Onderwerp", text: "Tekst" } as const;
const attachments = [{ name: "a.txt", type: "text/plain", content: Buffer.from("a") }];
let count = 0;
const newEmail = (): string => `ontvanger${++count}@buiten.example`;

describe("taking back, and running out", () => {
  let test: MailTest;
  before(async () => void (test = await openMailTest()));
  after(() => test.close());
  const wrapsOf = async (holderId: string): Promise<number> =>
    (await test.app.testDatabase.asOwner("select 1 from keys.spaces_wrap where holder_id = $1", [holderId])).length;

  it("A message that was taken back before it was opened can't be opened, and its page says so", async () => {
    const { app, sender } = test;
    const email = newEmail();
    const sent = await sendMessage(app, sender, { ...plain, recipients: [{ email }], attachments });
    const link = await test.linkOf(email);
    const entered = await knock(app, link);
    const guest = await guestIn(app, entered);
    const { recipients } = await recallMessage(app, sender, { messageId: sent.messageId });
    assert.deepEqual([recipients[0]!.state, recipients[0]!.times.opened], ["recalled", null]);
    assert.equal((await knock(app, link)).state, "recalled");
    assert.equal(await guestOfSession(app, entered.session!.sessionToken), undefined, "the session was ended");
    await assert.rejects(guestConversation(app, guest), { code: "mail.recalled" });
    await assert.rejects(guestCopy(app, guest, sent.messageId), { code: "mail.recalled" });
    await assert.rejects(beginReply(app, guest), { code: "mail.recalled" });
    assert.equal(await wrapsOf(link.linkId), 0);
  });

  it("What had been handed out before stays on record, and the answer says it", async () => {
    const { app, sender } = test;
    const [opened, downloaded, never] = [newEmail(), newEmail(), newEmail()];
    const recipients = [opened, downloaded, never].map((email) => ({ email }));
    const sent = await sendMessage(app, sender, { ...plain, recipients, attachments });
    await guestConversation(app, await enterAs(test, opened));
    const guest = await enterAs(test, downloaded);
    const { messages } = await guestConversation(app, guest);
    await guestAttachment(app, guest, messages[0]!.attachments[0]!.attachmentId);
    app.clock.advance(minuteMs);
    const answer = await recallMessage(app, sender, { messageId: sent.messageId });
    const told = Object.fromEntries(
      answer.recipients.map(({ email, state, times }) => [
        email,
        [state, times.opened !== null, times.downloaded !== null],
      ]),
    );
    assert.deepEqual(told, {
      [opened]: ["recalled", true, false],
      [downloaded]: ["recalled", true, true],
      [never]: ["recalled", false, false],
    });
    const message = await readMessage(app, sender, sent.messageId);
    assert.ok(message.recalledAt);
    assert.equal(message.mayRecall, false);
    await assert.rejects(recallMessage(app, sender, { messageId: sent.messageId }), { code: "mail.already_recalled" });
  });

  it("It can be taken back from one recipient, and the others keep it", async () => {
    const { app, sender } = test;
    const [one, other] = [newEmail(), newEmail()];
    const sent = await sendMessage(app, sender, { ...plain, recipients: [{ email: one }, { email: other }] });
    const { recipientId } = sent.recipients.find(({ email }) => email === one)!;
    await recallMessage(app, sender, { messageId: sent.messageId, recipientId });
    await assert.rejects(recallMessage(app, sender, { messageId: sent.messageId, recipientId }), {
      code: "mail.already_recalled",
    });
    const guest = await enterAs(test, other);
    assert.equal((await guestConversation(app, guest)).messages.length, 1);
    assert.equal((await readMessage(app, sender, sent.messageId)).recalledAt, null);
  });

  it("A colleague loses it too, and the sender keeps it", async () => {
    const { app, sender } = test;
    const colleague = (await join(app, sender, "klaas")).actor;
    const sent = await sendMessage(app, sender, { ...plain, recipients: [{ email: colleague.email }] });
    await assert.rejects(recallMessage(app, colleague, { messageId: sent.messageId }), { code: "mail.not_the_sender" });
    await recallMessage(app, sender, { messageId: sent.messageId });
    await assert.rejects(readMessage(app, colleague, sent.messageId), { code: "mail.recalled" });
    const [entry] = (await listMessages(app, colleague, { folder: "inbox", limit: 1 })).entries;
    assert.deepEqual([entry!.recalled, entry!.subject], [true, ""]);
    assert.equal((await readMessage(app, sender, sent.messageId)).subject, "Onderwerp");
  });

  it("Taking back the newest message leaves the earlier ones of the conversation readable", async () => {
    const { app, sender } = test;
    const email = newEmail();
    const first = await sendMessage(app, sender, { ...plain, text: "eerste", recipients: [{ email }] });
    const second = await sendMessage(app, sender, {
      ...plain,
      conversationId: first.conversationId,
      text: "tweede",
      recipients: [{ email }],
    });
    const link = await test.linkOf(email);
    await recallMessage(app, sender, { messageId: second.messageId });
    const { messages } = await guestConversation(app, await guestIn(app, await knock(app, link)));
    assert.deepEqual(
      messages.map(({ text }) => text),
      ["eerste"],
    );
    await recallMessage(app, sender, { messageId: first.messageId });
    assert.equal((await knock(app, link)).state, "recalled");
  });

  it("A guest who answered is told that all was taken back, before a code is asked for", async () => {
    const { app, sender } = test;
    const email = newEmail();
    const sent = await sendMessage(app, sender, { ...plain, recipients: [{ email, phone: "0655557777" }] });
    const link = await test.linkOf(email);
    await requestCode(app, link);
    const entered = await answerCheck(app, { ...link, code: await codeFor(test, "+31655557777") });
    const guest = await guestIn(app, entered);
    await (await beginReply(app, guest)).send({ text: "Dank" });
    await recallMessage(app, sender, { messageId: sent.messageId });
    assert.equal((await knock(app, link)).state, "recalled");
    await assert.rejects(guestConversation(app, guest), { code: "mail.recalled" });
    await assert.rejects(requestCode(app, link), { code: "mail.recalled" });
    const member = await listMessages(app, sender, { folder: "inbox", limit: 10 });
    assert.ok(member.entries.length > 0, "the answer is still the firm's");
  });

  it("A code that was on its way opens nothing after the message was taken back", async () => {
    const { app, sender } = test;
    const email = newEmail();
    const sent = await sendMessage(app, sender, { ...plain, recipients: [{ email, phone: "0655556666" }] });
    const link = await test.linkOf(email);
    await requestCode(app, link);
    const code = await codeFor(test, "+31655556666");
    await recallMessage(app, sender, { messageId: sent.messageId });
    assert.equal((await answerCheck(app, { ...link, code })).state, "recalled");
    await assert.rejects(requestCode(app, link), { code: "mail.recalled" });
  });

  it("Opening and taking back at the same moment: either it was handed out on record, or it was not handed out", async () => {
    const { app, sender } = test;
    let handedOut = 0;
    for (let round = 0; round < 8; round++) {
      const email = newEmail();
      const sent = await sendMessage(app, sender, { ...plain, recipients: [{ email }] });
      const guest = await enterAs(test, email);
      const opening = guestConversation(app, guest).then(
        () => true,
        (error: unknown) => {
          assert.ok(isRefusal(error) && error.code === "mail.recalled");
          return false;
        },
      );
      const [wasOpened, { recipients }] = await Promise.all([
        opening,
        recallMessage(app, sender, { messageId: sent.messageId }),
      ]);
      assert.equal(recipients[0]!.times.opened !== null, wasOpened);
      if (wasOpened) handedOut++;
    }
    assert.ok(handedOut <= 8);
  });

  it("Nothing can be sent again of what was taken back", async () => {
    const { app, sender } = test;
    const email = newEmail();
    const sent = await sendMessage(app, sender, { ...plain, recipients: [{ email }] });
    await recallMessage(app, sender, { messageId: sent.messageId });
    await assert.rejects(resendNotification(app, sender, sent.recipients[0]!.recipientId), {
      code: "mail.resend_impossible",
    });
  });

  it("Sending again brings the same link while it works, and a fresh one with the same check after it ran out", async () => {
    const { app, sender, organisation } = test;
    const email = newEmail();
    const sent = await sendMessage(app, sender, { ...plain, recipients: [{ email, password: "oranje tulp" }] });
    const [{ recipientId }] = sent.recipients as [(typeof sent.recipients)[0]];
    const first = await test.linkOf(email);
    await resendNotification(app, sender, recipientId);
    assert.deepEqual(await test.linkOf(email), first);
    app.clock.advance(30 * dayMs);
    await maintainMail(app, organisation.organisationId);
    assert.equal(await wrapsOf(first.linkId), 0, "an expired link has no key any more");
    const [expired] = (await readMessage(app, sender, sent.messageId)).recipients;
    assert.equal(expired!.reason, "mail.link_expired");
    assert.equal((await knock(app, first)).state, "expired");
    const again = await resendNotification(app, sender, recipientId);
    assert.deepEqual([again.verification, again.reason], ["password", null]);
    const fresh = await test.linkOf(email);
    assert.notEqual(fresh.linkId, first.linkId);
    assert.equal((await answerCheck(app, { ...fresh, password: "oranje tulp" })).state, "open");
    assert.ok(new Date((await readMessage(app, sender, sent.messageId)).expiresAt!) > app.clock.now());
  });
});
