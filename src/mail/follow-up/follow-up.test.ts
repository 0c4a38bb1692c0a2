import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { dayMs, hourMs, minuteMs } from "#/kernel/index.ts";
import { join } from "../../../tests/support/identity.ts";
import { maintain } from "#/doors/worker/index.ts";
import {
  codeFor,
  enterAs,
  guestIn,
  linkIn,
  type MailTest,
  openMailTest,
  readAll,
  sendToGuest,
} from "../../../tests/support/mail.ts";
import {
  answerCheck,
  askSender,
  chooseReminder,
  extendRecipient,
  guestAttachment,
  guestConversation,
  knock,
  openAttachment,
  readFollowUp,
  readMessage,
  recallAttachment,
  recallMessage,
  remindRecipient,
  requestCode,
  saveFollowUpSettings,
  sendMessage,
} from "../index.ts";
import { browserOf } from "./visits.ts";

const files = [
  { name: "a.txt", type: "text/plain", content: Buffer.from("een") },
  { name: "b.txt", type: "text/plain", content: Buffer.from("twee") },
];

describe("Following up", () => {
  let test: MailTest;
  let count = 0;
  before(async () => void (test = await openMailTest()));
  after(() => test.close());

  const mailsTo = async (email: string) => {
    assert.deepEqual(await test.dispatch(), []);
    return test.smarthost.mails.filter(({ to }) => to.includes(email));
  };
  /** Subjects of what the sender heard since the last look. */
  const toSender = async (): Promise<string[]> => {
    const mails = await mailsTo(test.sender.email);
    for (const mail of mails) test.smarthost.mails.splice(test.smarthost.mails.indexOf(mail), 1);
    return mails.map(({ parsed }) => parsed.subject ?? "");
  };
  const withFiles = async (emails: readonly string[]) => {
    const recipients = emails.map((email) => ({ email }));
    const attachments = files.map((file) => ({ ...file }));
    const sent = await sendMessage(test.app, test.sender, {
      door: "web",
      recipients,
      subject: "x",
      text: "x",
      attachments,
    });
    return { ...sent, message: await readMessage(test.app, test.sender, sent.messageId) };
  };
  const secretless = (text: string): void => {
    assert.doesNotMatch(text, /\/m\/|#[\w-]{20}|\b(?:[0-9a-z]{4}-){6}/);
  };

  it("A guest is reminded by a mail that names the earlier one and holds no link, and not twice a day", async () => {
    const guest = await sendToGuest(test);
    await remindRecipient(test.app, test.sender, guest.recipientId);
    const [first, reminder] = await mailsTo(guest.email);
    assert.match(reminder!.parsed.subject ?? "", /^Herinnering: beveiligd bericht van Ada Beheer/);
    assert.equal(reminder!.parsed.inReplyTo, first!.parsed.messageId);
    secretless(String(reminder!.raw));
    const again = remindRecipient(test.app, test.sender, guest.recipientId);
    await assert.rejects(again, { code: "mail.reminded_just_now" });
    const { recipients } = await readFollowUp(test.app, test.sender, guest.messageId);
    assert.equal(recipients[0]!.remindedAt, test.app.clock.now().toISOString());
    await guestConversation(test.app, await guestIn(test.app, await knock(test.app, guest)));
    test.app.clock.advance(dayMs);
    const opened = remindRecipient(test.app, test.sender, guest.recipientId);
    await assert.rejects(opened, { code: "mail.remind_impossible" });
  });

  it("Who does not open is reminded once, after the days that the firm or the sender chose", async () => {
    await saveFollowUpSettings(test.app, test.sender, { remindAfterDays: 4, expiryNoticeDays: 0 });
    const [firm, own, never, opened] = [
      await sendToGuest(test),
      await sendToGuest(test),
      await sendToGuest(test),
      await sendToGuest(test),
    ];
    await chooseReminder(test.app, test.sender, { messageId: own.messageId, remindAfterDays: 2 });
    await chooseReminder(test.app, test.sender, { messageId: never.messageId, remindAfterDays: 0 });
    await guestConversation(test.app, await enterAs(test, opened.email));
    const seen: string[] = [];
    for (let day = 1; day <= 6; day++) {
      test.app.clock.advance(dayMs);
      await maintain(test.app);
      const counts = [];
      for (const { email } of [firm, own, never, opened]) counts.push((await mailsTo(email)).length - 1);
      seen.push(counts.join(""));
    }
    assert.deepEqual(seen, ["0000", "0100", "0100", "1100", "1100", "1100"]);
    await saveFollowUpSettings(test.app, test.sender, { remindAfterDays: 0, expiryNoticeDays: 3 });
  });

  it("Before a link ends, those who did not open are told, and the sender with them", async () => {
    const [quiet, opened] = [await sendToGuest(test), await sendToGuest(test)];
    await guestConversation(test.app, await enterAs(test, opened.email));
    test.app.clock.advance(26 * dayMs);
    await maintain(test.app);
    assert.equal((await mailsTo(quiet.email)).length, 1);
    test.app.clock.advance(1.5 * dayMs);
    await toSender();
    for (let time = 0; time < 2; time++) await maintain(test.app);
    const [, notice, third] = await mailsTo(quiet.email);
    assert.match(notice!.parsed.subject ?? "", /^Nog te openen tot /);
    secretless(String(notice!.raw));
    assert.equal(third, undefined);
    assert.equal((await mailsTo(opened.email)).length, 1);
    assert.deepEqual(await toSender(), [`${quiet.email} heeft je bericht nog niet geopend`]);
  });

  it("A guest whose link ran out asks for more time, the sender grants it with one act, and a fresh link comes", async () => {
    const guest = await sendToGuest(test, { password: "gele tulp" });
    test.app.clock.advance(31 * dayMs);
    await maintain(test.app);
    assert.equal((await knock(test.app, guest)).state, "expired");
    await toSender();
    const ask = (secret: string) => askSender(test.app, { linkId: guest.linkId, secret, what: "more-time" });
    await assert.rejects(ask("A".repeat(22)), { code: "mail.link_wrong" });
    assert.deepEqual(await toSender(), []);
    for (let time = 0; time < 3; time++) assert.deepEqual(await ask(guest.secret), { asked: true });
    assert.deepEqual(await toSender(), [`${guest.email} vraagt om meer tijd`]);
    const asked = await readFollowUp(test.app, test.sender, guest.messageId);
    assert.ok(asked.recipients[0]!.moreTimeAskedAt);
    await extendRecipient(test.app, test.sender, { recipientId: guest.recipientId, days: null });
    const fresh = await test.linkOf(guest.email);
    assert.notEqual(fresh.linkId, guest.linkId);
    assert.equal((await knock(test.app, fresh)).state, "password", "the same check as before");
    assert.equal((await knock(test.app, guest)).state, "expired");
    assert.equal((await readFollowUp(test.app, test.sender, guest.messageId)).recipients[0]!.moreTimeAskedAt, null);
  });

  it("A link that still works gets more time and stays as it is, and never less", async () => {
    const guest = await sendToGuest(test);
    const endOf = async ({ messageId } = guest): Promise<number> =>
      Date.parse((await readFollowUp(test.app, test.sender, messageId)).recipients[0]!.expiresAt!);
    const first = await endOf();
    await extendRecipient(test.app, test.sender, { recipientId: guest.recipientId, days: 1 });
    assert.equal(await endOf(), first);
    const other = await sendToGuest(test);
    const end = await endOf(other);
    await extendRecipient(test.app, test.sender, { recipientId: other.recipientId, days: null });
    assert.equal(await endOf(other), end + 30 * dayMs, "one click gives more than there was");
    await extendRecipient(test.app, test.sender, { recipientId: guest.recipientId, days: 60 });
    assert.equal(await endOf(), test.app.clock.now().getTime() + 60 * dayMs);
    test.app.clock.advance(40 * dayMs);
    await maintain(test.app);
    assert.equal((await knock(test.app, guest)).state, "open");
    assert.equal((await mailsTo(guest.email)).length, 1, "no second mail");
  });

  it("Nobody but the sender extends, reminds or reads what became of it; a recalled message stays recalled", async () => {
    const guest = await sendToGuest(test);
    const { attachments } = await readMessage(test.app, test.sender, guest.messageId);
    const stranger = { ...test.sender, mailboxSpaceId: guest.messageId, memberId: guest.messageId };
    await assert.rejects(readFollowUp(test.app, stranger, guest.messageId), { code: "mail.message_absent" });
    for (const act of [
      () => extendRecipient(test.app, stranger, { ...guest, days: null }),
      () => remindRecipient(test.app, stranger, guest.recipientId),
    ])
      await assert.rejects(act, { code: "mail.recipient_absent" });
    await assert.rejects(recallAttachment(test.app, stranger, attachments[0]!.attachmentId), {
      code: "mail.message_absent",
    });
    await recallMessage(test.app, test.sender, { messageId: guest.messageId });
    await assert.rejects(extendRecipient(test.app, test.sender, { ...guest, days: null }), {
      code: "mail.resend_impossible",
    });
    await toSender();
    await askSender(test.app, { ...guest, what: "more-time" });
    assert.deepEqual(await toSender(), []);
  });

  it("An attachment that was taken back is gone for all, and the account says who had got it", async () => {
    const emails = [`open${++count}@buiten.example`, `dicht${count}@buiten.example`];
    const { messageId, message } = await withFiles(emails);
    const [a, b] = message.attachments;
    const actors = [await enterAs(test, emails[0]!), await enterAs(test, emails[1]!)];
    for (const { attachmentId } of [a!, b!])
      assert.ok(await readAll((await guestAttachment(test.app, actors[0]!, attachmentId)).content));
    const at = test.app.clock.now().toISOString();
    test.app.clock.advance(minuteMs);
    const { handedOut } = await recallAttachment(test.app, test.sender, a!.attachmentId);
    assert.deepEqual(
      handedOut.map(({ email, attachmentId, what, at: when }) => ({ email, attachmentId, what, when })),
      [{ email: emails[0], attachmentId: a!.attachmentId, what: "attachment", when: at }],
    );
    for (const actor of actors) {
      await assert.rejects(guestAttachment(test.app, actor, a!.attachmentId), { code: "mail.attachment_absent" });
      assert.equal(String(await readAll((await guestAttachment(test.app, actor, b!.attachmentId)).content)), "twee");
      const { messages } = await guestConversation(test.app, actor);
      assert.deepEqual(
        messages[0]!.attachments.map(({ name }) => name),
        ["b.txt"],
      );
    }
    const follow = await readFollowUp(test.app, test.sender, messageId);
    assert.deepEqual(
      follow.recalledAttachments.map(({ name }) => name),
      ["a.txt"],
    );
    const kept = await openAttachment(test.app, test.sender, a!.attachmentId);
    assert.equal(String(await readAll(kept.content)), "een", "who sent it keeps a copy");
    const stranger = (await join(test.app, test.sender, "Vreemd")).actor;
    await assert.rejects(openAttachment(test.app, stranger, a!.attachmentId), { code: "mail.attachment_absent" });
    const again = recallAttachment(test.app, test.sender, a!.attachmentId);
    await assert.rejects(again, { code: "mail.already_recalled" });
  });

  it("Behind one address several people are told apart by check, number and browser", async () => {
    const guest = await sendToGuest(test, { phone: "0612345678" });
    const enter = async (userAgent: string): Promise<void> => {
      await requestCode(test.app, guest);
      const code = await codeFor(test, "+31612345678");
      const entered = await answerCheck(test.app, { ...guest, code, userAgent });
      await guestConversation(test.app, await guestIn(test.app, entered));
      test.app.clock.advance(hourMs);
    };
    await enter("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0");
    await enter("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile/15E148 Safari/604.1");
    const [recipient] = (await readFollowUp(test.app, test.sender, guest.messageId)).recipients;
    assert.deepEqual(
      recipient!.visits.map(({ verification, phoneHint, browser }) => [verification, phoneHint, browser]),
      [
        ["sms", "78", "Safari, iPhone"],
        ["sms", "78", "Firefox, Windows"],
      ],
    );
    assert.equal(browserOf(""), "");
  });

  it("A guest who gets no code asks for another check, and the sender hears it once a day", async () => {
    const guest = await sendToGuest(test, { phone: "0612345679" });
    await toSender();
    for (let time = 0; time < 2; time++) await askSender(test.app, { ...guest, what: "other-way" });
    assert.deepEqual(await toSender(), [`${guest.email} vraagt om een andere controle`]);
    const letter = linkIn((await mailsTo(guest.email))[0]!.parsed.text ?? "");
    assert.equal(letter.linkId, guest.linkId);
  });
});
