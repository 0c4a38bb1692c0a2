import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { MemberActor } from "#/identity/index.ts";
import { newId } from "#/kernel/index.ts";
import { join } from "../../../tests/support/identity.ts";
import { type MailTest, openMailTest } from "../../../tests/support/mail.ts";
import {
  actingIn,
  changeFlags,
  changeLabel,
  createSharedMailbox,
  type ListMessages,
  listLabels,
  listMessages,
  makeLabel,
  readMessage,
  removeLabel,
  searchMail,
  sendMessage,
} from "../index.ts";

describe("finding and putting away", () => {
  let test: MailTest;
  let anna: MemberActor;
  const ids = new Map<string, { conversationId: string; messageId: string }>();
  before(async () => {
    test = await openMailTest();
    anna = (await join(test.app, test.sender, "Anna")).actor;
    for (const subject of ["Aangifte café Zwaan", "Jaarrekening Zwaan", "Lunch"]) {
      test.app.clock.advance(1000);
      const sent = await sendMessage(test.app, test.sender, {
        door: "web",
        recipients: [{ email: anna.email }],
        subject,
        text: `Over ${subject}`,
      });
      ids.set(subject, sent);
    }
  });
  after(() => test.close());

  const list = (actor: MemberActor, wanted: Partial<ListMessages> = {}) =>
    listMessages(test.app, actor, { folder: "inbox", limit: 50, ...wanted });
  const subjects = async (wanted: Partial<ListMessages> = {}) =>
    (await list(anna, wanted)).entries.map((entry) => entry.subject);
  const flag = (subject: string, change: Omit<Parameters<typeof changeFlags>[2], "conversationIds">) =>
    changeFlags(test.app, anna, { conversationIds: [ids.get(subject)!.conversationId], ...change });
  const search = async (actor: MemberActor, q: string) =>
    (await searchMail(test.app, actor, { q, limit: 50 })).entries.map((entry) => entry.subject);

  it("What is put away leaves the inbox, lies in the archive, and comes back", async () => {
    await flag("Lunch", { place: "archive" });
    assert.deepEqual(await subjects(), ["Jaarrekening Zwaan", "Aangifte café Zwaan"]);
    assert.deepEqual(await subjects({ folder: "archive" }), ["Lunch"]);
    await flag("Lunch", { place: "trash" });
    assert.deepEqual(await subjects({ folder: "trash" }), ["Lunch"]);
    assert.deepEqual(await search(anna, "lunch"), [], "what was thrown away is not found");
    await flag("Lunch", { place: "folder" });
    assert.equal((await subjects())[0], "Lunch");
    assert.equal((await list(test.sender, { folder: "sent" })).entries.length, 3, "the sender's own is not touched");
  });

  it("To mark as read is not to open: the sender is told nothing", async () => {
    assert.equal((await list(anna)).unread, 3);
    await flag("Lunch", { unread: false });
    assert.deepEqual(await subjects({ unread: true }), ["Jaarrekening Zwaan", "Aangifte café Zwaan"]);
    const sent = await readMessage(test.app, test.sender, ids.get("Lunch")!.messageId);
    assert.equal(sent.recipients[0]!.state, "delivered");
    await flag("Lunch", { unread: true });
    assert.equal((await list(anna)).unread, 3);
  });

  it("Labels are one's own, and their names are nowhere in plain", async () => {
    const { app } = test;
    const name = "Belastingdienst geheim";
    const { labelId } = await makeLabel(app, anna, { name, colour: "green" });
    await flag("Jaarrekening Zwaan", { addLabelId: labelId });
    assert.deepEqual(await subjects({ folder: "all", labelId }), ["Jaarrekening Zwaan"]);
    assert.deepEqual((await list(anna)).entries.find((entry) => entry.subject.startsWith("Jaar"))!.labelIds, [labelId]);
    assert.deepEqual(await listLabels(app, anna), [{ labelId, name, colour: "green" }]);
    assert.deepEqual(await listLabels(app, test.sender), []);
    const [row] = await app.testDatabase.asOwner<{ text: string }>("select mail_label::text as text from mail_label");
    assert.ok(!row!.text.includes(Buffer.from(name).toString("hex")) && !row!.text.includes(name));
    await changeLabel(app, anna, { labelId, name: "Fiscus", colour: "red" });
    assert.deepEqual(await listLabels(app, anna), [{ labelId, name: "Fiscus", colour: "red" }]);
    const absent = { code: "mail.label_absent" };
    await assert.rejects(removeLabel(app, test.sender, labelId), absent);
    const conversationIds = [ids.get("Lunch")!.conversationId];
    await assert.rejects(changeFlags(app, test.sender, { conversationIds, addLabelId: labelId }), absent);
    await removeLabel(app, anna, labelId);
    assert.deepEqual(
      (await list(anna)).entries.flatMap((entry) => entry.labelIds),
      [],
    );
  });

  it("All words have to occur, in subject, people or first words, whatever the accents and capitals", async () => {
    assert.deepEqual(await search(anna, "zwaan"), ["Jaarrekening Zwaan", "Aangifte café Zwaan"]);
    assert.deepEqual(await search(anna, "CAFE ada"), ["Aangifte café Zwaan"]);
    assert.deepEqual(await search(anna, '"jaarrekening zwaan"'), ["Jaarrekening Zwaan"]);
    assert.deepEqual(await search(anna, "zwaan lunch"), []);
    await assert.rejects(search(anna, '" "'), { code: "mail.search_empty" });
  });

  it("A search goes on where it stopped", async () => {
    const first = await searchMail(test.app, anna, { q: "over", limit: 2 });
    assert.equal(first.entries.length, 2);
    const rest = await searchMail(test.app, anna, { q: "over", limit: 2, cursor: first.next! });
    assert.deepEqual([rest.entries.map((entry) => entry.subject), rest.next], [["Aangifte café Zwaan"], null]);
  });

  it("Nobody finds or files what lies in another mailbox", async () => {
    const { app, sender } = test;
    const bram = (await join(app, sender, "Bram")).actor;
    assert.deepEqual(await search(bram, "zwaan"), []);
    const change = { conversationIds: [ids.get("Lunch")!.conversationId, newId()], place: "trash" } as const;
    await assert.rejects(changeFlags(app, bram, change), { code: "mail.conversation_absent" });
    const shared = { name: "Balie", email: "balie@tulp.example", memberIds: [anna.memberId] };
    const { mailboxId } = await createSharedMailbox(app, sender, shared);
    const acting = await actingIn(app, anna, mailboxId);
    assert.deepEqual(await search(acting, "zwaan"), [], "one's own mail is not in the shared mailbox");
  });
});
