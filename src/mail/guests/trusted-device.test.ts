import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { saveOrganisation } from "#/identity/index.ts";
import { dayMs } from "#/kernel/index.ts";
import {
  codeFor,
  guestIn,
  type GuestLink,
  linkIn,
  type MailTest,
  openMailTest,
  sendToGuest,
} from "../../../tests/support/mail.ts";
import {
  answerCheck,
  forgetTrustedDevice,
  guestConversation,
  knock,
  type KnockResult,
  listTrustedDevices,
  recallMessage,
  requestCode,
  sendMessage,
} from "../index.ts";

const phone = "+31612345678";
const password = "blauwe regenjas";

describe("a device that a guest trusts", () => {
  let test: MailTest;
  before(async () => void (test = await openMailTest()));
  after(() => test?.close());

  const allow = (trustedDeviceDays: number, trustedDevicePassword = false) =>
    saveOrganisation(test.app, test.sender, {
      name: "Tulp",
      phone: "",
      website: "",
      subjectTag: "",
      linkDays: 30,
      trustedDeviceDays,
      trustedDevicePassword,
    });

  const again = async (email: string, how: object = {}): Promise<GuestLink & { messageId: string }> => {
    const { messageId } = await sendMessage(test.app, test.sender, {
      door: "web",
      recipients: [{ email, ...how }],
      subject: "Nog een",
      text: "Tekst",
      attachments: [],
    });
    return { ...linkIn((await test.mailTo(email)).parsed.text ?? ""), messageId };
  };

  const byCode = async (link: GuestLink, options: object = {}): Promise<KnockResult> => {
    test.app.clock.advance(60_000);
    await requestCode(test.app, link);
    return answerCheck(test.app, { ...link, code: await codeFor(test, phone), ...options });
  };

  it("Where the firm does not allow it, a device is never trusted, whatever is asked", async () => {
    await allow(0);
    const link = await sendToGuest(test, { verification: "sms", phone });
    assert.equal((await knock(test.app, link)).trustDays, undefined);
    const entered = await byCode(link, { trustDevice: true });
    assert.equal(entered.state, "open");
    assert.equal(entered.device, undefined);
  });

  it("After one code a trusted device opens this and later messages, until its days are over", async () => {
    await allow(14);
    const link = await sendToGuest(test, { verification: "sms", phone });
    assert.equal((await knock(test.app, link)).trustDays, 14);
    const { device } = await byCode(link, { trustDevice: true, userAgent: "Firefox" });
    assert.ok(device);
    assert.equal((await knock(test.app, { ...link, ...device })).state, "open");
    const later = await again(link.email);
    assert.equal((await knock(test.app, later)).state, "code");
    assert.equal((await knock(test.app, { ...later, deviceToken: "A".repeat(43) })).state, "code");
    const entered = await knock(test.app, { ...later, ...device });
    assert.equal((await guestConversation(test.app, await guestIn(test.app, entered))).subject, "Nog een");
    test.app.clock.advance(14 * dayMs);
    assert.equal((await knock(test.app, { ...later, ...device })).state, "code");
  });

  it("A device that was trusted for one guest is nothing to another, and nothing for another number", async () => {
    await allow(14);
    const [one, other] = [
      await sendToGuest(test, { verification: "sms", phone }),
      await sendToGuest(test, { verification: "sms", phone }),
    ];
    const { device } = await byCode(one, { trustDevice: true });
    assert.ok(device);
    assert.equal((await knock(test.app, { ...other, ...device })).state, "code");
    const elsewhere = await again(one.email, { verification: "sms", phone: "+31687654321" });
    assert.equal((await knock(test.app, { ...elsewhere, ...device })).state, "code");
  });

  it("An agreed password is asked each time, unless the firm allows otherwise; then the device holds nothing plain", async () => {
    await allow(14);
    const link = await sendToGuest(test, { verification: "password", password });
    const asked = await answerCheck(test.app, { ...link, password, trustDevice: true });
    assert.equal(asked.device, undefined);
    await allow(14, true);
    const guest = await guestIn(test.app, asked);
    const { device } = await answerCheck(test.app, { ...link, password, trustDevice: true });
    assert.ok(device);
    const entered = await knock(test.app, { ...link, ...device });
    assert.equal((await guestConversation(test.app, await guestIn(test.app, entered))).messages.length, 1);
    const rows = await test.app.testDatabase.asOwner<{ sealed: Buffer }>("select sealed from mail_trusted_device");
    for (const { sealed } of rows) assert.equal(sealed.includes(Buffer.from(guest.passwordSecret!)), false);
    await allow(14);
    assert.equal((await knock(test.app, { ...link, ...device })).state, "password");
  });

  it("A guest sees the devices and has one forgotten; another guest can't", async () => {
    await allow(14);
    const link = await sendToGuest(test, { verification: "sms", phone });
    const entered = await byCode(link, { trustDevice: true, userAgent: "Firefox op kantoor" });
    const guest = await guestIn(test.app, entered);
    const { deviceToken } = entered.device!;
    const [device, ...more] = await listTrustedDevices(test.app, guest, deviceToken);
    assert.deepEqual([device!.userAgent, device!.isThis, more.length], ["Firefox op kantoor", true, 0]);
    const stranger = await sendToGuest(test);
    const strangerGuest = await guestIn(test.app, await knock(test.app, stranger));
    assert.deepEqual(await listTrustedDevices(test.app, strangerGuest, deviceToken), []);
    const absent = { name: "Refusal", code: "mail.device_absent" };
    await assert.rejects(forgetTrustedDevice(test.app, strangerGuest, device!.deviceId), absent);
    await forgetTrustedDevice(test.app, guest, device!.deviceId);
    assert.equal((await knock(test.app, { ...link, deviceToken })).state, "code");
  });

  it("A recall ends the trust of all devices of whoever it was taken from", async () => {
    await allow(14);
    const link = await sendToGuest(test, { verification: "sms", phone });
    const { device } = await byCode(link, { trustDevice: true });
    const later = await again(link.email);
    await recallMessage(test.app, test.sender, { messageId: link.messageId });
    assert.equal((await knock(test.app, { ...later, ...device })).state, "code");
  });

  it("Who can write in the database makes no device trusted", async () => {
    await allow(14);
    const link = await sendToGuest(test, { verification: "sms", phone });
    const other = await sendToGuest(test, { verification: "sms", phone });
    const { device } = await byCode(link, { trustDevice: true });
    await test.app.testDatabase.asOwner(
      `update mail_trusted_device set contact_id = (select contact_id from mail_link where link_id = $1)
       where contact_id = (select contact_id from mail_link where link_id = $2)`,
      [other.linkId, link.linkId],
    );
    assert.equal((await knock(test.app, { ...other, ...device })).state, "code");
  });
});
