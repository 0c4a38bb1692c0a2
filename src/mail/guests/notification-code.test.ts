import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { dayMs } from "#/kernel/index.ts";
import { type GuestMessage, type MailTest, openMailTest, sendToGuest } from "../../../tests/support/mail.ts";
import { askNotification, knock, notificationDoor, recallMessage, resendNotification } from "../index.ts";

const form = /\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/;

describe("is this mail real?", () => {
  let test: MailTest;
  before(async () => void (test = await openMailTest()));
  after(() => test?.close());

  const codeIn = async ({ email }: GuestMessage): Promise<string> =>
    form.exec((await test.mailTo(email)).parsed.text ?? "")?.[0] ?? "";

  it("The code in a notification tells who sent it, when, and to whom by first letters only", async () => {
    const link = await sendToGuest(test);
    const code = await codeIn(link);
    const answer = await askNotification(test.app, ` ${code.toLowerCase().replaceAll("-", " ")} `);
    assert.ok(answer.known);
    assert.equal(answer.senderName, "Ada Beheer");
    assert.equal(answer.organisation.domain, "tulp.example");
    assert.equal(answer.address, "g…@b…");
    assert.equal(JSON.stringify(answer).includes(link.email), false);
    assert.match(JSON.stringify(answer), /^(?!.*Onderwerp)/);
  });

  it("The code opens nothing, and the database does not hold it", async () => {
    const link = await sendToGuest(test);
    const code = await codeIn(link);
    await assert.rejects(knock(test.app, { linkId: link.linkId, secret: code }), { code: "mail.link_wrong" });
    const [row] = await test.app.testDatabase.asOwner<{ row: string }>(
      "select mail_link::text as row from mail_link where link_id = $1",
      [link.linkId],
    );
    const plain = code.replaceAll("-", "").toLowerCase();
    assert.doesNotMatch(row!.row.toLowerCase(), new RegExp(`${plain}|${Buffer.from(plain).toString("hex")}`));
  });

  it("The same notification sent again has the same code", async () => {
    const link = await sendToGuest(test);
    const code = await codeIn(link);
    await resendNotification(test.app, test.sender, link.recipientId);
    assert.equal(await codeIn(link), code);
  });

  it("A made-up code, one that ran out and one that was recalled get the same answer", async () => {
    const [recalled, expired] = [await sendToGuest(test), await sendToGuest(test)];
    const codes = ["0000-0000-0000", await codeIn(recalled), await codeIn(expired)];
    await recallMessage(test.app, test.sender, { messageId: recalled.messageId });
    assert.deepEqual(await askNotification(test.app, codes[1]!), { known: false });
    test.app.clock.advance(31 * dayMs);
    for (const code of codes) assert.deepEqual(await askNotification(test.app, code), { known: false });
  });

  it("What can't be a code is told so", async () => {
    for (const wrong of ["", "abcd", "' or 1=1 --", "x".repeat(60), "uuuu-uuuu-uuuu"])
      await assert.rejects(askNotification(test.app, wrong), { code: "mail.notification_code_form" });
  });

  it("The page where one asks says whose it is, as long as one firm has the server to itself", async () => {
    assert.equal((await notificationDoor(test.app)).organisation?.domain, "tulp.example");
  });
});
