import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { dayMs, minuteMs, type Refusal } from "#/kernel/index.ts";
import {
  codeFor,
  guestIn,
  type GuestMessage,
  type MailTest,
  openMailTest,
  sendToGuest,
} from "../../tests/support/mail.ts";
import {
  answerCheck,
  guestConversation,
  knock,
  type RecipientInput,
  readOutbox,
  requestCode,
  resendNotification,
} from "./index.ts";

const refusal = (code: string, details: object = {}) => ({ name: "Refusal", code, ...details });

describe("how a guest is checked", () => {
  let test: MailTest;
  before(async () => void (test = await openMailTest()));
  after(() => test.close());

  const sent = (how: Omit<RecipientInput, "email"> = {}): Promise<GuestMessage> => sendToGuest(test, how);
  let number = 10_000_000;
  const newPhone = (): string => `+316${++number}`;

  it("An SMS code opens the message once, also when typed with spaces", async () => {
    const phone = newPhone();
    const link = await sent({ phone });
    const asked = await knock(test.app, link);
    assert.deepEqual([asked.state, asked.phoneHint, asked.triesLeft], ["code", phone.slice(-2), 5]);
    assert.deepEqual(await requestCode(test.app, link), { phoneHint: phone.slice(-2), waitSeconds: 30 });
    const code = await codeFor(test, phone);
    const opened = await answerCheck(test.app, { ...link, code: `${code.slice(0, 3)} ${code.slice(3)}` });
    const { messages } = await guestConversation(test.app, await guestIn(test.app, opened));
    assert.equal(messages[0]!.text, "Tekst");
    await assert.rejects(answerCheck(test.app, { ...link, code }), refusal("mail.code_used_up"));
  });

  it("After five wrong codes even the right one is refused, and a new one opens", async () => {
    const phone = newPhone();
    const link = await sent({ phone });
    await requestCode(test.app, link);
    const code = await codeFor(test, phone);
    const wrong = code === "000000" ? "000001" : "000000";
    for (const triesLeft of [4, 3, 2, 1, 0])
      await assert.rejects(
        answerCheck(test.app, { ...link, code: wrong }),
        refusal("mail.code_wrong", { details: { triesLeft } }),
      );
    await assert.rejects(answerCheck(test.app, { ...link, code }), refusal("mail.code_used_up"));
    test.app.clock.advance(minuteMs);
    await requestCode(test.app, link);
    const fresh = await codeFor(test, phone);
    assert.equal((await answerCheck(test.app, { ...link, code: fresh })).state, "open");
  });

  it("Ten tries at the same moment are not more than five", async () => {
    const phone = newPhone();
    const link = await sent({ phone });
    await requestCode(test.app, link);
    const code = await codeFor(test, phone);
    const wrong = code === "000000" ? "000001" : "000000";
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, () => answerCheck(test.app, { ...link, code: wrong })),
    );
    const codes = tries.map((each) => (each.status === "rejected" ? (each.reason as Refusal).code : "open"));
    assert.deepEqual([codes.filter((each) => each === "mail.code_wrong").length, codes.includes("open")], [5, false]);
  });

  it("A code is valid for ten minutes", async () => {
    const phone = newPhone();
    const link = await sent({ phone });
    await requestCode(test.app, link);
    const code = await codeFor(test, phone);
    test.app.clock.advance(10 * minuteMs);
    await assert.rejects(answerCheck(test.app, { ...link, code }), refusal("mail.code_used_up"));
  });

  it("A code that was asked for long ago does not leave any more", async () => {
    const phone = newPhone();
    const link = await sent({ phone });
    await requestCode(test.app, link);
    test.app.clock.advance(10 * minuteMs);
    assert.deepEqual(await test.dispatch(), []);
    assert.equal(
      (await readOutbox(test.app)).some(({ to }) => to.includes(phone)),
      false,
    );
  });

  it("A phone is not rung more than five times an hour for a link, nor ten times a day in all", async () => {
    const phone = newPhone();
    const ask = async (link: GuestMessage, times: number): Promise<void> => {
      for (let time = 0; time < times; time++) {
        test.app.clock.advance(minuteMs);
        await requestCode(test.app, link);
      }
    };
    const first = await sent({ phone });
    await requestCode(test.app, first);
    await assert.rejects(requestCode(test.app, first), {
      code: "mail.codes_too_many",
      details: { retryAfterSeconds: 30 },
    });
    await ask(first, 4);
    test.app.clock.advance(minuteMs);
    await assert.rejects(requestCode(test.app, first), refusal("mail.codes_too_many"));
    await ask(await sent({ phone }), 5);
    await assert.rejects(requestCode(test.app, await sent({ phone })), refusal("mail.codes_too_many"));
    test.app.clock.advance(dayMs);
    assert.equal((await requestCode(test.app, first)).waitSeconds, 30);
    const kept = await test.app.testDatabase.asOwner<{ row: string }>(
      "select mail_sms_number::text as row from mail_sms_number",
    );
    assert.ok(kept.length > 0 && kept.every(({ row }) => !row.includes(phone.slice(3))), "the number is not kept");
  });

  it("The agreed password opens the message, however it is written", async () => {
    const link = await sent({ password: "Blauwe Tulp-42" });
    assert.equal((await knock(test.app, link)).state, "password");
    const opened = await answerCheck(test.app, { ...link, password: "blauwe tulp 42" });
    const { messages } = await guestConversation(test.app, await guestIn(test.app, opened));
    assert.equal(messages[0]!.text, "Tekst");
  });

  it("After five wrong passwords the guest waits a quarter of an hour", async () => {
    const link = await sent({ password: "rode roos" });
    for (const triesLeft of [4, 3, 2, 1, 0])
      await assert.rejects(
        answerCheck(test.app, { ...link, password: triesLeft === 2 ? " " : "gele roos" }),
        refusal("mail.password_wrong", { details: { triesLeft } }),
      );
    const wait = { details: { retryAfterSeconds: 900 } };
    await assert.rejects(
      answerCheck(test.app, { ...link, password: "rode roos" }),
      refusal("mail.passwords_too_many", wait),
    );
    test.app.clock.advance(15 * minuteMs);
    assert.equal((await answerCheck(test.app, { ...link, password: "rode roos" })).state, "open");
  });

  it("After thirty wrong answers a link stays closed until the sender sends it again", async () => {
    const link = await sent({ password: "witte lelie" });
    for (let round = 0; round < 6; round++) {
      for (let time = 0; time < 5; time++)
        await assert.rejects(answerCheck(test.app, { ...link, password: "x" }), refusal("mail.password_wrong"));
      test.app.clock.advance(15 * minuteMs);
    }
    await assert.rejects(answerCheck(test.app, { ...link, password: "witte lelie" }), refusal("mail.link_locked"));
    await assert.rejects(knock(test.app, link), refusal("mail.link_locked"));
    await resendNotification(test.app, test.sender, link.recipientId);
    const again = await test.linkOf(link.email);
    assert.equal((await answerCheck(test.app, { ...again, password: "witte lelie" })).state, "open");
  });

  it("A check is answered with what it asks for and nothing else", async () => {
    const link = await sent({ password: "paarse krokus" });
    const open = await sent();
    for (const attempt of [
      { ...link, code: "123456" },
      { ...link },
      { ...open, code: "123456" },
      { ...open, password: "x" },
    ])
      await assert.rejects(answerCheck(test.app, attempt), refusal("mail.check_other"));
    await assert.rejects(requestCode(test.app, link), refusal("mail.check_other"));
  });
});
