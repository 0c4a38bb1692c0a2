import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { listAudit, type MemberActor, setMemberState } from "#/identity/index.ts";
import { dayMs, hourMs } from "#/kernel/index.ts";
import { join } from "../../../tests/support/identity.ts";
import { enterAs, type MailTest, openMailTest } from "../../../tests/support/mail.ts";
import {
  actingIn,
  endStandIn,
  guestConversation,
  listMailboxes,
  listMessages,
  listStandIns,
  maintainMailboxes,
  nameStandIn,
  readMessage,
  sendMessage,
} from "../index.ts";

describe("standing in", () => {
  let test: MailTest;
  let anna: MemberActor;
  let bram: MemberActor;
  before(async () => {
    test = await openMailTest();
    anna = (await join(test.app, test.sender, "Anna")).actor;
    bram = (await join(test.app, test.sender, "Bram")).actor;
  });
  after(() => test.close());
  beforeEach(async () => {
    for (const { standInId } of await listStandIns(test.app, bram)) await endStandIn(test.app, bram, standInId);
  });

  const inMs = (ms: number): string => new Date(test.app.clock.now().getTime() + ms).toISOString();
  const name = (fromMs = 0, untilMs = 7 * dayMs) =>
    nameStandIn(test.app, bram, { memberId: anna.memberId, from: inMs(fromMs), until: inMs(untilMs) });
  const inBrams = (): Promise<MemberActor> => actingIn(test.app, anna, bram.mailboxSpaceId);
  const write = (to: string, subject: string, from = test.sender) =>
    sendMessage(test.app, from, { door: "web", recipients: [{ email: to }], subject, text: subject });
  const subjects = async (actor: MemberActor): Promise<string[]> =>
    (await listMessages(test.app, actor, { folder: "inbox", limit: 50 })).entries.map((entry) => entry.subject);
  const absent = { code: "mail.mailbox_absent" };

  it("A colleague reads and writes for somebody, and everything says who did it", async () => {
    const { app } = test;
    await write(bram.email, "Van vroeger");
    await name();
    await write(bram.email, "Tijdens het verlof");
    const acting = await inBrams();
    assert.deepEqual(await subjects(acting), ["Tijdens het verlof", "Van vroeger"]);
    const { messageId } = await write("gast@buiten.example", "Namens Bram", acting);
    const seen = await readMessage(app, bram, messageId);
    assert.equal(seen.direction, "out");
    assert.deepEqual(seen.by, { email: anna.email, name: "Anna" });
    assert.deepEqual(seen.from, { email: bram.email, name: "Bram (door Anna)" });
    const guest = await enterAs(test, "gast@buiten.example");
    assert.equal((await guestConversation(app, guest)).messages[0]!.from.name, "Bram (door Anna)");
    const { entries } = await listAudit(app, test.sender, { limit: 200 });
    const sent = entries.filter((each) => each.details?.["onBehalfOf"] === bram.email);
    assert.deepEqual(
      sent.map(({ act, actorName }) => [act, actorName]),
      [["mail.message-sent", "Anna"]],
    );
    assert.deepEqual(await test.dispatch(), []);
    const told = test.smarthost.mails.filter((mail) => mail.parsed.subject === "Anna vervangt Bram");
    assert.deepEqual(told.flatMap((mail) => mail.to).toSorted(), [anna.email, bram.email]);
  });

  it("It begins and ends at the time that was said, and then the mailbox has a key that the colleague does not have", async () => {
    const { app } = test;
    await name(hourMs, 2 * hourMs);
    await assert.rejects(inBrams(), absent, "not yet");
    app.clock.advance(hourMs);
    const acting = await inBrams();
    assert.deepEqual(
      (await listMailboxes(app, anna)).map(({ kind, email }) => [kind, email]),
      [
        ["own", anna.email],
        ["stand-in", bram.email],
      ],
    );
    app.clock.advance(hourMs);
    await assert.rejects(inBrams(), absent, "over, before any job came by");
    await maintainMailboxes(app, bram.organisationId);
    await write(bram.email, "Na het verlof");
    assert.ok((await subjects(bram)).includes("Na het verlof"));
    assert.ok((await subjects(acting)).every((subject) => subject === ""));
    assert.deepEqual(await listStandIns(app, bram), []);
    const { asOwner } = app.testDatabase;
    const wraps = await asOwner("select 1 from keys.spaces_wrap where space_id = $1 and holder_id = $2", [
      bram.mailboxSpaceId,
      anna.memberId,
    ]);
    assert.equal(wraps.length, 0);
  });

  it("Both can end it at once, nobody else can, and a second colleague has to wait", async () => {
    const { app, sender } = test;
    const { standInId } = await name();
    await assert.rejects(name(), { code: "mail.stand_in_exists" });
    await assert.rejects(endStandIn(app, sender, standInId), { code: "mail.stand_in_absent" });
    await endStandIn(app, anna, standInId);
    await assert.rejects(inBrams(), absent);
    await assert.rejects(endStandIn(app, bram, standInId), { code: "mail.stand_in_absent" });
    await name();
    assert.ok((await subjects(await inBrams())).includes("Na het verlof"));
  });

  it("Days that can't be, oneself, and a mailbox that is not one's own are refused", async () => {
    const { app } = test;
    const period = { code: "mail.stand_in_period" };
    await assert.rejects(name(dayMs, dayMs), period);
    await assert.rejects(name(-2 * dayMs, -dayMs), period);
    await assert.rejects(name(0, 400 * dayMs), period);
    const own = { code: "mail.stand_in_own_mailbox" };
    await name();
    const acting = await inBrams();
    const input = { memberId: test.sender.memberId, from: inMs(0), until: inMs(dayMs) };
    await assert.rejects(nameStandIn(app, acting, input), own, "who stands in can't hand it on");
    await assert.rejects(nameStandIn(app, anna, { ...input, memberId: anna.memberId }), own);
    await assert.rejects(nameStandIn(app, test.sender, { ...input, memberId: bram.mailboxSpaceId }), {
      code: "identity.member_absent",
    });
  });

  it("Who can write in the database can neither prolong it nor name another", async () => {
    const { app, sender } = test;
    const { standInId } = await name();
    const put = (column: string, value: unknown) =>
      app.testDatabase.asOwner(`update mail_stand_in set ${column} = $2 where stand_in_id = $1`, [standInId, value]);
    const until = new Date(app.clock.now().getTime() + 7 * dayMs);
    await put("until_at", new Date(until.getTime() + dayMs));
    await assert.rejects(inBrams(), { code: "vault.signature_wrong" });
    await put("until_at", until);
    await put("member_id", sender.memberId);
    await assert.rejects(actingIn(app, sender, bram.mailboxSpaceId), { code: "vault.signature_wrong" });
    await put("member_id", anna.memberId);
    assert.ok(await inBrams());
  });

  it("It ends when the colleague leaves the firm", async () => {
    const { app, sender } = test;
    await name();
    await setMemberState(app, sender, { memberId: anna.memberId, state: "removed" });
    await maintainMailboxes(app, sender.organisationId);
    assert.deepEqual(await listStandIns(app, bram), []);
    await write(bram.email, "Later");
    assert.ok((await subjects(bram)).includes("Later"));
  });
});
