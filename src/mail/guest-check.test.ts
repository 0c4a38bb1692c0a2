import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { guestOfSession, leaveGuestSession } from "#/identity/index.ts";
import { dayMs, hourMs, type Refusal } from "#/kernel/index.ts";
import { linkCode, newLinkSecret } from "#/vault/index.ts";
import {
  enterAs,
  guestIn,
  type GuestMessage,
  type MailTest,
  openMailTest,
  sendToGuest,
} from "../../tests/support/mail.ts";
import {
  answerCheck,
  guestAttachment,
  guestConversation,
  guestCopy,
  guestDoor,
  knock,
  type RecipientInput,
  readMessage,
  requestCode,
} from "./index.ts";

const refusal = (code: string, details: object = {}) => ({ name: "Refusal", code, ...details });

describe("how a guest comes in", () => {
  let test: MailTest;
  before(async () => void (test = await openMailTest()));
  after(() => test.close());

  const sent = (how: Omit<RecipientInput, "email"> = {}): Promise<GuestMessage> => sendToGuest(test, how);
  const stateOf = async ({ messageId }: GuestMessage) =>
    (await readMessage(test.app, test.sender, messageId)).recipients[0]!.state;

  it("The page says whose it is, and nothing of the message, before the secret is given", async () => {
    const { linkId } = await sent();
    const door = await guestDoor(test.app, linkId);
    assert.equal(door.organisation.domain, "tulp.example");
    assert.doesNotMatch(JSON.stringify(door), /Onderwerp|gast\d|Ada/);
  });

  it("The secret opens the page from the address and typed as a code, in the language that the guest chose", async () => {
    const link = await sent();
    const opened = await knock(test.app, { ...link, language: "en" });
    assert.equal(opened.sender.name, "Ada Beheer");
    assert.equal((await guestIn(test.app, opened)).language, "en");
    const typed = ` ${link.code.toUpperCase().replaceAll("-", " ").replaceAll("0", "o")} `;
    assert.equal((await knock(test.app, { ...link, secret: typed })).state, "open");
    assert.equal((await guestDoor(test.app, link.linkId)).language, "en");
  });

  it("Nothing counts as opened before a person reads it in a session", async () => {
    const link = await sent();
    await guestDoor(test.app, link.linkId);
    const opened = await knock(test.app, link);
    assert.equal(await stateOf(link), "handed-over");
    await guestConversation(test.app, await guestIn(test.app, opened));
    assert.equal(await stateOf(link), "opened");
  });

  it("A forged or truncated link is refused in the same words as one that never existed", async () => {
    const link = await sent();
    const forged = linkCode(newLinkSecret());
    const absent = link.linkId.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    for (const attempt of [
      { ...link, secret: forged },
      { ...link, secret: link.secret.slice(0, -1) },
      { ...link, secret: "" },
      { ...link, linkId: absent },
      { ...link, linkId: "x'; drop table mail_link; --" },
    ]) {
      await assert.rejects(knock(test.app, attempt), refusal("mail.link_wrong"));
      await assert.rejects(requestCode(test.app, attempt), refusal("mail.link_wrong"));
      await assert.rejects(answerCheck(test.app, { ...attempt, code: "123456" }), refusal("mail.link_wrong"));
    }
    await assert.rejects(guestDoor(test.app, absent), refusal("mail.link_wrong"));
  });

  it("The secret of one link does not open another", async () => {
    const [one, other] = [await sent(), await sent()];
    await assert.rejects(knock(test.app, { ...one, secret: other.secret }), refusal("mail.link_wrong"));
  });

  it("A link stops working after thirty days, and says so", async () => {
    const link = await sent();
    const guest = await enterAs(test, link.email);
    test.app.clock.advance(30 * dayMs);
    assert.equal((await knock(test.app, link)).state, "expired");
    await assert.rejects(guestConversation(test.app, guest), refusal("mail.link_expired"));
    await assert.rejects(guestCopy(test.app, guest, link.messageId), refusal("mail.link_expired"));
  });

  it("A session that was ended, or not used for an hour, opens nothing", async () => {
    const link = await sent();
    const left = await knock(test.app, link);
    await leaveGuestSession(test.app, await guestIn(test.app, left));
    assert.equal(await guestOfSession(test.app, left.session!.sessionToken), undefined);
    const forgotten = await knock(test.app, link);
    test.app.clock.advance(hourMs);
    assert.equal(await guestOfSession(test.app, forgotten.session!.sessionToken), undefined);
  });

  it("A guest cannot open another guest's message, attachment or copy", async () => {
    const [one, other] = [await sent(), await sent()];
    const guest = await enterAs(test, one.email);
    const theirs = await guestConversation(test.app, await enterAs(test, other.email));
    const { attachmentId } = theirs.messages[0]!.attachments[0]!;
    await assert.rejects(guestAttachment(test.app, guest, attachmentId), refusal("mail.attachment_absent"));
    await assert.rejects(guestCopy(test.app, guest, other.messageId), refusal("mail.message_absent"));
    const mine = await guestConversation(test.app, guest);
    assert.deepEqual(
      mine.messages.map(({ messageId }) => messageId),
      [one.messageId],
    );
  });

  it("A session whose link was exchanged for another opens nothing of the other", async () => {
    const [one, other] = [await sent(), await sent()];
    const guest = await enterAs(test, one.email);
    await assert.rejects(
      guestConversation(test.app, { ...guest, linkId: other.linkId }),
      (error: Refusal) => error.code === "vault.key_wrong" || error.code === "mail.recalled",
    );
    assert.equal(await stateOf(other), "handed-over");
  });

  it("What is handed out is on record before it is handed out", async () => {
    const link = await sent();
    const guest = await enterAs(test, link.email);
    const { messages } = await guestConversation(test.app, guest);
    const file = await guestAttachment(test.app, guest, messages[0]!.attachments[0]!.attachmentId);
    const entries = await test.app.testDatabase.asOwner<{ details: { what: string } }>(
      "select details from audit_entry where act = 'mail.handed-out' and actor_id = $1 order by entry_id",
      [link.linkId],
    );
    assert.deepEqual(
      // The clock stands still here, so their ids are in no order.
      entries.map(({ details }) => details.what).toSorted(),
      ["attachment", "messages"],
    );
    await file.content[Symbol.asyncIterator]().return?.();
  });
});
