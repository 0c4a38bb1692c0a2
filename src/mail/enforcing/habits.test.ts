import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { beginUpload, receiveUpload } from "#/uploads/index.ts";
import { inParts, type MailTest, openMailTest } from "../../../tests/support/mail.ts";
import { lookAtFile, sendMessage, suspectRecipients } from "../index.ts";

describe("numbers of people that usually go to somebody else", () => {
  let test: MailTest;
  before(async () => {
    test = await openMailTest();
  });
  after(() => test?.close());

  const send = (to: readonly string[], text: string) =>
    sendMessage(test.app, test.sender, {
      door: "web",
      recipients: to.map((email) => ({ email })),
      subject: "Stukken",
      text,
    });

  it("A number that usually goes to one place is seen when it goes elsewhere, in the text as in an attachment", async () => {
    const values = ["bsn:111222333"];
    const about = async (email: string, more: object): Promise<string[]> => {
      const recipients = [{ email, role: "to" as const }];
      const found = await suspectRecipients(test.app, test.sender, { recipients, text: "", ...more });
      return found.recipients[0]!.suspicions.map(({ signal, meant }) => `${signal} ${meant ?? ""}`);
    };
    for (let times = 0; times < 3; times++) await send(["arts@kliniek.example"], "BSN 111222333.");
    for (let times = 0; times < 3; times++) await send(["bank@geldhuis.example"], "Tot morgen.");
    assert.deepEqual(await about("arts@kliniek.example", { values }), []);
    assert.deepEqual(await about("balie@kliniek.example", { values }), []);
    assert.deepEqual(await about("bank@geldhuis.example", { values }), ["usual-recipient arts@kliniek.example"]);
    assert.deepEqual(await about("bank@geldhuis.example", { values: ["bsn:123456782"] }), []);
    const content = Buffer.from("Burgerservicenummer: 111.222.333");
    const { uploadId } = await beginUpload(test.app, test.sender, content.byteLength);
    await receiveUpload(test.app, test.sender, { uploadId, offsetBytes: 0 }, inParts(content));
    const { people } = await lookAtFile(test.app, test.sender, { uploadId, name: "dossier.txt", type: "text/plain" });
    assert.deepEqual(await about("bank@geldhuis.example", { people }), ["usual-recipient arts@kliniek.example"]);
    const rows = await test.app.testDatabase.asOwner<{ sealed: Buffer }>("select sealed from mail_habits");
    assert.equal(rows.length, 1);
    assert.doesNotMatch(rows[0]!.sealed.toString("latin1"), /kliniek|111222333/);
  });

  it("The firm's own number, that goes to everybody, stands for nobody", async () => {
    const own = "Rekening NL91 ABNA 0417 1643 00.";
    for (const place of ["een", "twee", "drie", "vier", "vijf", "zes"]) await send([`info@${place}.example`], own);
    for (let times = 0; times < 3; times++) await send(["info@een.example"], own);
    const recipients = [{ email: "info@nieuw.example", role: "to" as const }];
    const values = ["iban:nl91abna0417164300"];
    const found = await suspectRecipients(test.app, test.sender, { recipients, text: "", values });
    assert.ok(!found.recipients[0]!.suspicions.some(({ signal }) => signal === "usual-recipient"));
  });
});
