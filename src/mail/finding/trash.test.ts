import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { MemberActor } from "#/identity/index.ts";
import { dayMs } from "#/kernel/index.ts";
import { join } from "../../../tests/support/identity.ts";
import { type MailTest, openMailTest } from "../../../tests/support/mail.ts";
import {
  changeFlags,
  emptyTrash,
  listMessages,
  maintainMail,
  readConversation,
  readMessage,
  searchMail,
  sendMessage,
  type SentMessage,
} from "../index.ts";

describe("what was thrown away", () => {
  let test: MailTest;
  let anna: MemberActor;
  let bram: MemberActor;
  before(async () => {
    test = await openMailTest();
    [anna, bram] = [
      (await join(test.app, test.sender, "Anna")).actor,
      (await join(test.app, test.sender, "Bram")).actor,
    ];
  });
  after(() => test?.close());

  const send = (subject: string, bcc?: string): Promise<SentMessage> =>
    sendMessage(test.app, test.sender, {
      door: "web",
      recipients: [{ email: anna.email }, ...(bcc ? [{ email: bcc, role: "bcc" as const }] : [])],
      subject,
      text: `Over ${subject}`,
    });
  const throwAway = (actor: MemberActor, { conversationId }: SentMessage): Promise<void> =>
    changeFlags(test.app, actor, { conversationIds: [conversationId], place: "trash" });
  const trash = async (actor: MemberActor): Promise<string[]> =>
    (await listMessages(test.app, actor, { folder: "trash", limit: 50 })).entries.map(({ subject }) => subject);
  const rowsOf = (table: "spaces_object" | "spaces_wrap", spaceId: string): Promise<number> =>
    test.app.database.inOrganisation(test.sender.organisationId, async (tx) => {
      const rows = tx.query.selectFrom(table === "spaces_wrap" ? "keys.spaces_wrap" : "spaces_object");
      return (await rows.select("space_id").where("space_id", "=", spaceId).execute()).length;
    });

  it("After 30 days it goes from the mailbox by itself, and stays with everybody else", async () => {
    const old = await send("Oud");
    await throwAway(anna, old);
    test.app.clock.advance(29 * dayMs);
    const young = await send("Jong");
    await throwAway(anna, young);
    // To throw it away once more does not let it stay longer.
    await throwAway(anna, old);
    await maintainMail(test.app, anna.organisationId);
    assert.deepEqual(await trash(anna), ["Jong", "Oud"]);
    test.app.clock.advance(dayMs);
    await maintainMail(test.app, anna.organisationId);
    assert.deepEqual(await trash(anna), ["Jong"]);
    await assert.rejects(readMessage(test.app, anna, old.messageId), { code: "mail.message_absent" });
    assert.equal((await readMessage(test.app, test.sender, old.messageId)).subject, "Oud");
    await changeFlags(test.app, anna, { conversationIds: [young.conversationId], place: "folder" });
    test.app.clock.advance(31 * dayMs);
    await maintainMail(test.app, anna.organisationId);
    assert.equal((await readMessage(test.app, anna, young.messageId)).subject, "Jong", "what was put back stays");
  });

  it("Emptying takes what was thrown away from one mailbox at once, and no more than that", async () => {
    const gone = await send("Weg ermee");
    const kept = await send("Blijft");
    await throwAway(anna, gone);
    await throwAway(test.sender, kept);
    assert.deepEqual(await emptyTrash(test.app, anna), { messages: 1 });
    assert.deepEqual(await emptyTrash(test.app, anna), { messages: 0 });
    await assert.rejects(readConversation(test.app, anna, gone.conversationId), { code: "mail.conversation_absent" });
    assert.equal((await searchMail(test.app, anna, { q: "ermee", limit: 5 })).entries.length, 0);
    assert.equal((await readMessage(test.app, anna, kept.messageId)).subject, "Blijft");
    assert.deepEqual(await trash(test.sender), ["Blijft"], "another's trash is another's");
  });

  it("What nobody holds any more can be read by nobody: keys and text are erased", async () => {
    const sent = await send("Overal weg", bram.email);
    await throwAway(anna, sent);
    await emptyTrash(test.app, anna);
    assert.ok((await rowsOf("spaces_object", sent.conversationId)) > 0, "the sender has it still");
    await throwAway(test.sender, sent);
    await emptyTrash(test.app, test.sender);
    assert.equal(await rowsOf("spaces_wrap", sent.conversationId), 0);
    assert.equal(await rowsOf("spaces_object", sent.conversationId), 0);
    const { entries } = await listMessages(test.app, bram, { folder: "inbox", limit: 5 });
    const copy = entries.find(({ subject }) => subject === "Overal weg")!;
    assert.equal((await readMessage(test.app, bram, copy.messageId)).text.trim(), "Over Overal weg");
  });
});
