import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { join } from "../../tests/support/identity.ts";
import { type MailTest, openMailTest } from "../../tests/support/mail.ts";
import { changeContact, listContacts, previewNotice, sendMessage } from "./index.ts";

describe("the mail that somebody will get, shown before it is sent", () => {
  let test: MailTest;
  before(async () => {
    test = await openMailTest();
  });
  after(() => test?.close());

  it("Is the one that leaves, but for its link and code", async () => {
    const email = "els@buiten.example";
    const preview = await previewNotice(test.app, test.sender, { email, verification: "none" });
    await sendMessage(test.app, test.sender, { door: "web", recipients: [{ email }], subject: "Vraag", text: "Dag" });
    const { parsed } = await test.mailTo(email);
    const same = (text: string): string =>
      text
        .replaceAll(/http\S+/g, "LINK")
        .replaceAll(/\b(?:[0-9a-z]{4}-){2,6}[0-9a-z]{4}\b/gi, "CODE")
        .replaceAll(/\s+/g, " ");
    assert.equal(preview.subject, parsed.subject);
    assert.equal(same(preview.text).trim(), same(parsed.text ?? "").trim());
  });

  it("Speaks the recipient's language, and says which check comes", async () => {
    const email = "marie@buiten.example";
    await sendMessage(test.app, test.sender, { door: "web", recipients: [{ email }], subject: "Vraag", text: "Dag" });
    const { contacts } = await listContacts(test.app, test.sender, { limit: 50 });
    const { contactId } = contacts.find((each) => each.email === email)!;
    await changeContact(test.app, test.sender, { contactId, language: "fr" });
    const { text } = await previewNotice(test.app, test.sender, { email, verification: "sms" });
    assert.match(text, /SMS/);
    assert.match(text, /vous/i);
  });

  it("A colleague is told by the notice that colleagues get; nothing is sent or kept for any of it", async () => {
    const { actor: piet } = await join(test.app, test.sender, "piet");
    const count = () => test.app.testDatabase.asOwner("select 1 from mail_dispatch");
    const earlier = (await count()).length;
    const { from, text } = await previewNotice(test.app, test.sender, { email: piet.email, verification: "none" });
    assert.match(from, /Zegel/);
    assert.ok(text.includes(test.sender.name));
    assert.equal((await count()).length, earlier);
  });
});
