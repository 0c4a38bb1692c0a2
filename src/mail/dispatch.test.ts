import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { fromBase64url, hourMs, minuteMs } from "#/kernel/index.ts";
import { linkIn, type MailTest, openMailTest } from "../../tests/support/mail.ts";
import {
  knock,
  queueKeysInUse,
  readMessage,
  recallMessage,
  type RecipientInput,
  resendNotification,
  sendMessage,
  type SentMessage,
} from "./index.ts";

let count = 0;
const newEmail = (): string => `klant${++count}@buiten.example`;

const send = (test: MailTest, recipient: RecipientInput, subject = "Geheim onderwerp"): Promise<SentMessage> =>
  sendMessage(test.app, test.sender, { door: "web", recipients: [recipient], subject, text: "Geheime tekst" });

const recipientOf = async (test: MailTest, { messageId }: SentMessage) =>
  (await readMessage(test.app, test.sender, messageId)).recipients[0]!;

interface Tries extends Record<string, unknown> {
  readonly state: string;
  readonly last_answer: string;
  readonly next_try_at: Date | null;
  readonly unanswered_tries: number;
}
const triesOf = async (test: MailTest, { recipients }: SentMessage): Promise<Tries> => {
  const [row] = await test.app.testDatabase.asOwner<Tries>("select * from mail_dispatch where recipient_id = $1", [
    recipients[0]!.recipientId,
  ]);
  return row!;
};

/** Subjects of the notices that came since the last look. */
const noticesTo = async (test: MailTest): Promise<string[]> => {
  await test.dispatch();
  const notices = test.smarthost.mails.filter(({ to }) => to.includes(test.sender.email));
  for (const notice of notices) test.smarthost.mails.splice(test.smarthost.mails.indexOf(notice), 1);
  return notices.map(({ parsed }) => parsed.subject ?? "");
};

describe("mail leaves through the smarthost", () => {
  let test: MailTest;
  before(async () => void (test = await openMailTest()));
  after(() => test.close());

  it("The notification comes from the firm's domain, says what to do, and nothing of what it is about", async () => {
    const { app, sender } = test;
    const email = newEmail();
    await send(test, { email, name: "Gerda Gast" });
    const { parsed, raw, from } = await test.mailTo(email);
    assert.equal(from, sender.email, "a late bounce reaches a person");
    assert.deepEqual(parsed.from?.value, [
      { address: "no-reply@tulp.example", name: "Ada Beheer via Firma tulp.example" },
    ]);
    assert.equal(parsed.replyTo?.value[0]?.address, sender.email);
    assert.equal(parsed.headers.get("auto-submitted"), "auto-generated");
    assert.equal(parsed.subject, "Beveiligd bericht van Ada Beheer (Firma tulp.example)");
    const { linkId, secret, code } = linkIn(parsed.text ?? "");
    assert.ok(parsed.text?.includes(`${app.config.publicUrl}/m/${linkId}#${secret}`));
    assert.ok(String(parsed.html).includes(`href="${app.config.publicUrl}/m/${linkId}#${secret}"`));
    assert.ok(String(parsed.html).includes(code));
    assert.doesNotMatch(String(raw), /Geheim|<img|https?:\/\/(?!localhost)/);
  });

  it("A guest is written to in the language that the guest last chose", async () => {
    const email = newEmail();
    await send(test, { email });
    const link = await test.linkOf(email);
    await knock(test.app, { ...link, language: "en" });
    await send(test, { email });
    assert.equal((await test.mailTo(email)).parsed.subject, "Secure message from Ada Beheer (Firma tulp.example)");
  });

  it("The check is announced: an SMS on a number of which two digits are named, or the agreed password", async () => {
    const [phone, password] = [newEmail(), newEmail()];
    await send(test, { email: phone, phone: "06 12345678" });
    await send(test, { email: password, password: "gele tulp" });
    const text = async (email: string): Promise<string> => (await test.mailTo(email)).parsed.text ?? "";
    assert.match(await text(phone), /nummer dat eindigt op 78/);
    assert.doesNotMatch(await text(phone), /612345678/);
    assert.match(await text(password), /wachtwoord dat u met Firma tulp\.example hebt afgesproken/);
    assert.doesNotMatch(await text(password), /gele tulp/);
  });

  it("Names and subjects cannot bring in a header or another recipient", async () => {
    const email = newEmail();
    const nasty = 'Eva\r\nBcc: kaper@elders.example\r\nX-Injected: yes\r\n\r\n"<kaper@elders.example>,';
    await test.app.testDatabase.asOwner("update identity_member set name = $1 where member_id = $2", [
      nasty.slice(0, 190),
      test.sender.memberId,
    ]);
    await sendMessage(
      test.app,
      { ...test.sender, name: nasty },
      {
        door: "smtp",
        recipients: [{ email, name: 'Gerda, "kaper" <kaper@elders.example>' }],
        subject: nasty,
        text: "x",
        attachments: [{ name: nasty, type: "text/plain\r\nX-Injected: yes", content: Buffer.from("x") }],
      },
    );
    const { parsed, raw, to } = await test.mailTo(email);
    assert.deepEqual(to, [email]);
    assert.equal(parsed.headers.has("x-injected"), false);
    assert.equal(parsed.headers.has("bcc"), false);
    assert.deepEqual(
      [parsed.to].flat()[0]?.value.map(({ address }) => address),
      [email],
    );
    assert.equal(parsed.from?.value.length, 1);
    assert.doesNotMatch(String(raw), /^(?:bcc|x-injected):/im);
    await test.app.testDatabase.asOwner("update identity_member set name = 'Ada Beheer' where member_id = $1", [
      test.sender.memberId,
    ]);
  });

  it("An address that is none is refused before anything happens", async () => {
    for (const email of [
      "a@b",
      "",
      "x y@z.example",
      "a@b.example\r\nRCPT TO:<c@d.example>",
      "<a@b.example>",
      "a@b.example,c@d.example",
    ])
      await assert.rejects(send(test, { email }), { code: "mail.address_invalid" }, email);
  });

  it("While the smarthost puts off or is away, the mail waits and leaves later as the same mail", async () => {
    const email = newEmail();
    const sent = await send(test, { email });
    test.smarthost.trouble = (at) => (at === email ? { code: 451, text: "4.7.1 later please" } : undefined);
    assert.deepEqual(await test.dispatch(), []);
    const put = await triesOf(test, sent);
    assert.match(put.last_answer, /^451 4\.7\.1 later please/);
    assert.equal(put.next_try_at!.getTime() - test.app.clock.now().getTime(), minuteMs);
    test.smarthost.trouble = (at) => (at === "data" ? "drop" : undefined);
    assert.deepEqual(await test.dispatch(), []);
    const dropped = await triesOf(test, sent);
    assert.equal(dropped.next_try_at!.getTime() - test.app.clock.now().getTime(), 5 * minuteMs);
    assert.deepEqual([put.unanswered_tries, dropped.unanswered_tries], [0, 1]);
    assert.deepEqual(await noticesTo(test), [], "the sender hears nothing of it");
    assert.equal((await recipientOf(test, sent)).state, "queued");
    test.smarthost.trouble = undefined;
    const mail = await test.mailTo(email);
    const recipient = await recipientOf(test, sent);
    assert.deepEqual([recipient.state, recipient.reason], ["handed-over", null]);
    assert.equal(test.smarthost.mails.filter(({ to }) => to.includes(email)).length, 1);
    assert.match(mail.parsed.messageId ?? "", /^<[0-9a-f]{48}@tulp\.example>$/);
  });

  it("A mail that left twice, because the answer was lost, carries the same Message-ID", async () => {
    const email = newEmail();
    await send(test, { email });
    test.smarthost.trouble = (at) => (at === "data" ? "lose-answer" : undefined);
    assert.deepEqual(await test.dispatch(), []);
    test.smarthost.trouble = undefined;
    assert.deepEqual(await test.dispatch(), []);
    const twice = test.smarthost.mails.filter(({ to }) => to.includes(email)).map(({ parsed }) => parsed.messageId);
    assert.equal(twice.length, 2);
    assert.equal(twice[0], twice[1]);
  });

  it("A recipient whom the smarthost refuses is shown as bounced with its answer, and the sender is told", async () => {
    const email = newEmail();
    const sent = await send(test, { email });
    test.smarthost.trouble = (at) => (at === email ? { code: 550, text: "5.1.1 no such user" } : undefined);
    assert.deepEqual(await test.dispatch(), []);
    test.smarthost.trouble = undefined;
    const recipient = await recipientOf(test, sent);
    assert.equal(recipient.state, "bounced");
    assert.match(recipient.reason ?? "", /5\.1\.1 no such user/);
    const notice = await test.mailTo(test.sender.email);
    assert.match(notice.parsed.subject ?? "", new RegExp(email.replaceAll(".", "\\.")));
    assert.match(notice.parsed.text ?? "", /5\.1\.1 no such user/);
    assert.doesNotMatch(String(notice.raw), /Geheim/);
    await resendNotification(test.app, test.sender, recipient.recipientId);
    assert.equal((await recipientOf(test, sent)).state, "queued");
    await test.mailTo(email);
    assert.equal((await recipientOf(test, sent)).state, "handed-over");
  });

  it("A mail whose end the smarthost never answers goes three times at most, and the sender is told", async () => {
    const email = newEmail();
    const sent = await send(test, { email });
    test.smarthost.trouble = (at) => (at === "data" ? "lose-answer" : undefined);
    for (let time = 0; time < 6; time++) assert.deepEqual(await test.dispatch(), []);
    test.smarthost.trouble = undefined;
    assert.equal(test.smarthost.mails.filter(({ to }) => to.includes(email)).length, 3);
    const recipient = await recipientOf(test, sent);
    assert.deepEqual([recipient.state, recipient.reason], ["handed-over", "mail.delivery_uncertain"]);
    const notice = await test.mailTo(test.sender.email);
    assert.match(notice.parsed.subject ?? "", /^Onzeker of klant/);
  });

  it("A try that a crash ended after the whole mail was given counts as one that nobody answered", async () => {
    const email = newEmail();
    const sent = await send(test, { email });
    await test.app.testDatabase.asOwner(
      "update mail_dispatch set attempts = 1, unanswered_at = now() where recipient_id = $1",
      [sent.recipients[0]!.recipientId],
    );
    await test.mailTo(email);
    const tries = await triesOf(test, sent);
    assert.deepEqual([tries.unanswered_tries, tries.state], [1, "handed-over"]);
  });

  it("After some hours the sender is told once that it takes longer, after two days that it failed", async () => {
    const email = newEmail();
    const sent = await send(test, { email });
    test.smarthost.trouble = (at) => (at === email ? { code: 451, text: "4.2.2 mailbox full" } : undefined);
    const subjects: string[] = [];
    await noticesTo(test);
    for (let hours = 0; hours <= 48; hours += 4) {
      assert.deepEqual(await test.dispatch(), []);
      const { state, reason } = await recipientOf(test, sent);
      subjects.push(...(await noticesTo(test)).map((subject) => `${hours} ${state} ${reason} ${subject}`));
      test.app.clock.advance(4 * hourMs);
    }
    test.smarthost.trouble = undefined;
    assert.equal(subjects.length, 2);
    assert.equal(subjects[0], `4 queued mail.delayed Nog niet afgeleverd bij ${email}`);
    assert.match(subjects[1]!, /^48 bounced .*4\.2\.2 mailbox full Niet afgeleverd bij klant/);
  });

  it("Once the smarthost has the mail, the sealed text with the link is gone", async () => {
    const email = newEmail();
    const sent = await send(test, { email });
    await test.mailTo(email);
    const left = await test.app.testDatabase.asOwner<{ count: number }>(
      "select count(*) from mail_dispatch where sealed is not null and recipient_id = $1",
      [sent.recipients[0]!.recipientId],
    );
    assert.equal(Number(left[0]!.count), 0);
    const { secret } = linkIn((await test.mailTo(email)).parsed.text ?? "");
    const rows = await test.app.testDatabase.asOwner<{ hit: boolean }>(
      "select position($1::bytea in sealed_secret) > 0 as hit from mail_link where sealed_secret is not null",
      [fromBase64url(secret)],
    );
    assert.ok(rows.length > 0 && rows.every(({ hit }) => !hit));
  });

  it("A notification of a message that was taken back does not leave any more", async () => {
    const email = newEmail();
    const sent = await send(test, { email });
    await recallMessage(test.app, test.sender, { messageId: sent.messageId });
    assert.deepEqual(await test.dispatch(), []);
    assert.equal(
      test.smarthost.mails.some(({ to }) => to.includes(email)),
      false,
    );
  });

  it("When the queue key was lost in a restore, the recipient is shown as not served, and sending again works", async () => {
    const email = newEmail();
    const sent = await send(test, { email });
    await test.app.testDatabase.asOwner("update mail_dispatch set queue_key_id = 'lost' where state = 'queued'");
    assert.deepEqual(await test.dispatch(), []);
    const recipient = await recipientOf(test, sent);
    assert.deepEqual([recipient.state, recipient.reason], ["bounced", "mail.queue_key_lost"]);
    await resendNotification(test.app, test.sender, recipient.recipientId);
    assert.equal((await knock(test.app, await test.linkOf(email))).state, "open");
  });

  it("Queue keys that something still waits under are named", async () => {
    await send(test, { email: newEmail() });
    assert.deepEqual(await queueKeysInUse(test.app), [test.app.secrets.queue.current().id]);
    await test.dispatch();
    // Texts of other tests may lie in the outbox; here none was sent.
    assert.deepEqual(await queueKeysInUse(test.app), []);
  });
});
