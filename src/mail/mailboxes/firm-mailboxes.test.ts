import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { listAudit, type MemberActor, setMemberState } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import { join } from "../../../tests/support/identity.ts";
import { appPasswordOf, enterAs, inParts, type MailTest, openMailTest } from "../../../tests/support/mail.ts";
import {
  actingAs,
  actingIn,
  beginReply,
  changeSharedMailbox,
  closeSharedMailbox,
  completeAddress,
  createSharedMailbox,
  guestConversation,
  listMailboxes,
  listMessages,
  listSharedMailboxes,
  maintainMailboxes,
  readConversation,
  readMessage,
  recallMessage,
  renewAfterLeaving,
  reopenSharedMailbox,
  sendMessage,
  submitMail,
} from "../index.ts";

describe("a shared mailbox", () => {
  let test: MailTest;
  let anna: MemberActor;
  let bram: MemberActor;
  let carla: MemberActor;
  let mailboxId: Id;
  const email = "info@tulp.example";
  const inbox = (actor: MemberActor) => listMessages(test.app, actor, { folder: "inbox", limit: 50 });
  const subjects = async (actor: MemberActor) => (await inbox(actor)).entries.map((entry) => entry.subject);
  const write = (from: MemberActor, to: string, subject: string) =>
    sendMessage(test.app, from, { door: "web", recipients: [{ email: to }], subject, text: subject });

  before(async () => {
    test = await openMailTest();
    const { app, sender: admin } = test;
    anna = (await join(app, admin, "Anna")).actor;
    bram = (await join(app, admin, "Bram")).actor;
    carla = (await join(app, admin, "Carla")).actor;
    const memberIds = [anna.memberId, bram.memberId];
    ({ mailboxId } = await createSharedMailbox(app, admin, { name: "Balie", email, memberIds }));
  });
  after(() => test.close());

  it("What colleagues and guests write to it, its members read, and nobody else", async () => {
    const { app, sender: admin } = test;
    await write(carla, email, "Vraag van Carla");
    const asAnna = await actingIn(app, anna, mailboxId);
    assert.deepEqual(await subjects(asAnna), ["Vraag van Carla"]);
    assert.deepEqual(await subjects(anna), [], "her own mailbox is another one");
    for (const stranger of [admin, carla])
      await assert.rejects(actingIn(app, stranger, mailboxId), { code: "mail.mailbox_absent" });
    const own = await actingIn(app, anna, anna.mailboxSpaceId);
    assert.equal(own.acting, undefined);
    await assert.rejects(actingIn(app, anna, bram.mailboxSpaceId), { code: "mail.mailbox_absent" });
  });

  it("Read by one is read for all, and what one sent the others see, with who wrote it", async () => {
    const { app } = test;
    const asAnna = await actingIn(app, anna, mailboxId);
    const asBram = await actingIn(app, bram, mailboxId);
    assert.equal((await inbox(asBram)).unread, 1);
    const [entry] = (await inbox(asAnna)).entries;
    await readConversation(app, asAnna, entry!.conversationId);
    assert.equal((await inbox(asBram)).unread, 0);

    const { messageId } = await write(asAnna, "gast@buiten.example", "Uw afspraak");
    const sent = await listMessages(app, asBram, { folder: "sent", limit: 50 });
    assert.deepEqual(
      sent.entries.map((each) => each.subject),
      ["Uw afspraak"],
    );
    const message = await readMessage(app, asBram, messageId);
    assert.equal(message.direction, "out");
    assert.deepEqual(message.from, { email, name: "Balie" });
    assert.deepEqual(message.by, { email: anna.email, name: "Anna" });
    await recallMessage(app, asBram, { messageId });
    const { entries } = await listAudit(app, test.sender, { limit: 200 });
    const recall = entries.find((each) => each.act.startsWith("mail.") && each.act.includes("recall"));
    assert.equal(recall?.actorName, "Bram");
    assert.equal(recall?.details?.["onBehalfOf"], email);
  });

  it("A guest sees the shared address, and the answer arrives there", async () => {
    const { app } = test;
    const asAnna = await actingIn(app, anna, mailboxId);
    await write(asAnna, "gerda@buiten.example", "Uw dossier");
    const notification = await test.mailTo("gerda@buiten.example");
    assert.equal(notification.parsed.replyTo?.value[0]?.address, email);
    assert.match(notification.parsed.from?.text ?? "", /Balie/);
    const guest = await enterAs(test, "gerda@buiten.example");
    const conversation = await guestConversation(app, guest);
    assert.equal(conversation.messages[0]!.from.email, email);
    const reply = await beginReply(app, guest);
    await reply.send({ text: "Dank u" });
    const asBram = await actingIn(app, bram, mailboxId);
    assert.equal((await subjects(asBram))[0], "Re: Uw dossier");
    assert.ok(!(await subjects(anna)).includes("Re: Uw dossier"));
    assert.ok(await test.mailTo(email), "a notice to the shared ordinary mailbox");
  });

  it("A newcomer waits until somebody who is in it signs in, and then reads what was there", async () => {
    const { app, sender: admin } = test;
    const memberIds = [anna.memberId, bram.memberId, carla.memberId];
    await changeSharedMailbox(app, admin, { mailboxId, name: "Balie", memberIds });
    await assert.rejects(actingIn(app, carla, mailboxId), { code: "mail.mailbox_waiting" });
    const [shared] = await listSharedMailboxes(app, admin);
    assert.deepEqual(
      shared!.members.map(({ name, state }) => [name, state]),
      [
        ["Anna", "open"],
        ["Bram", "open"],
        ["Carla", "waiting"],
      ],
    );
    assert.deepEqual(
      (await listMailboxes(app, carla, { serving: true })).map(({ kind, state }) => [kind, state]),
      [
        ["own", "open"],
        ["shared", "waiting"],
      ],
    );
    await listMailboxes(app, bram, { serving: true });
    const asCarla = await actingIn(app, carla, mailboxId);
    assert.ok((await subjects(asCarla)).includes("Vraag van Carla"));
  });

  it("Who is taken out reads nothing more, and what is written afterwards is under another key", async () => {
    const { app, sender: admin } = test;
    const { asOwner } = app.testDatabase;
    const asCarla = await actingIn(app, carla, mailboxId);
    const epochBefore = await asOwner<{ current_epoch: number }>(
      "select current_epoch from spaces_space where space_id = $1",
      [mailboxId],
    );
    await changeSharedMailbox(app, admin, { mailboxId, name: "Balie", memberIds: [anna.memberId, bram.memberId] });
    await assert.rejects(actingIn(app, carla, mailboxId), { code: "mail.mailbox_absent" });
    await write(anna, email, "Na het vertrek");
    const readable = (await subjects(asCarla)).filter((subject) => subject !== "");
    assert.deepEqual(
      readable,
      ["Vraag van Carla"],
      "also with an actor of before: what she wrote herself, and no more",
    );
    const epochAfter = await asOwner<{ current_epoch: number }>(
      "select current_epoch from spaces_space where space_id = $1",
      [mailboxId],
    );
    assert.equal(epochAfter[0]!.current_epoch, epochBefore[0]!.current_epoch + 1);
    const asBram = await actingIn(app, bram, mailboxId);
    assert.ok((await subjects(asBram)).includes("Na het vertrek"));
    assert.ok((await subjects(asBram)).includes("Vraag van Carla"), "what was there stays readable");
  });

  it("A mail program sends as a mailbox that its member is in, and as no other", async () => {
    const { app } = test;
    const program = await appPasswordOf(app, anna);
    const acting = await actingAs(app, program, "Info@tulp.example");
    assert.ok(acting);
    const mail = `From: Balie <${email}>\r\nTo: iemand@buiten.example\r\nSubject: [veilig] Per programma\r\n\r\nDag\r\n`;
    const { way } = await submitMail(app, acting, {
      envelope: { from: email, to: [{ email: "iemand@buiten.example" }] },
      source: inParts(mail),
    });
    assert.equal(way, "sealed");
    const asBram = await actingIn(app, bram, mailboxId);
    const { entries } = await listMessages(app, asBram, { folder: "sent", limit: 5 });
    assert.equal(entries[0]!.subject, "Per programma");
    assert.equal(await actingAs(app, await appPasswordOf(app, carla), email), undefined);
    assert.equal(await actingAs(app, program, bram.email), undefined);
  });

  it("Somebody who leaves the firm loses the shared mailbox, also when the operator removes them", async () => {
    const { app, sender: admin } = test;
    const dirk = (await join(app, admin, "Dirk")).actor;
    const place = { name: "Hulp", email: "hulp@tulp.example", memberIds: [anna.memberId, dirk.memberId] };
    const made = await createSharedMailbox(app, admin, place);
    const { organisationId } = admin;
    await setMemberState(app, { kind: "operator", organisationId }, { memberId: dirk.memberId, state: "removed" });
    await maintainMailboxes(app, organisationId);
    const wraps = await app.testDatabase.asOwner(
      "select 1 from keys.spaces_wrap where space_id = $1 and holder_id = $2",
      [made.mailboxId, dirk.memberId],
    );
    assert.equal(wraps.length, 0);
    await renewAfterLeaving(app, admin);
    const shared = (await listSharedMailboxes(app, admin)).find((each) => each.mailboxId === made.mailboxId);
    assert.deepEqual(
      shared!.members.map(({ name }) => name),
      ["Anna"],
    );
    const epochs = await app.testDatabase.asOwner("select 1 from spaces_epoch where space_id = $1", [made.mailboxId]);
    assert.equal(epochs.length, 2, "the mailbox has a new key");
  });

  it("A closed mailbox gets nothing and sends nothing, is read on by its members, and can be opened again", async () => {
    const { app, sender: admin } = test;
    const address = "project@tulp.example";
    const input = { name: "Project", email: address, memberIds: [anna.memberId] };
    const { mailboxId: project } = await createSharedMailbox(app, admin, input);
    await write(await actingIn(app, anna, project), "greta@buiten.example", "Het plan");
    await write(bram, address, "Mijn deel");
    const guest = await enterAs(test, "greta@buiten.example");
    await assert.rejects(closeSharedMailbox(app, anna, project), { code: "identity.role_missing" });
    await assert.rejects(closeSharedMailbox(app, admin, anna.mailboxSpaceId), { code: "mail.mailbox_absent" });

    await closeSharedMailbox(app, admin, project);
    await closeSharedMailbox(app, admin, project);
    await assert.rejects(write(bram, address, "Nog iets"), { code: "mail.mailbox_closed" });
    await assert.rejects(beginReply(app, guest), { code: "mail.nobody_to_answer" });
    const asAnna = await actingIn(app, anna, project);
    await assert.rejects(write(asAnna, "greta@buiten.example", "Vervolg"), { code: "mail.mailbox_closed" });
    assert.deepEqual(await subjects(asAnna), ["Mijn deel"]);
    assert.deepEqual(await completeAddress(app, bram, { text: "project", limit: 5 }), []);
    const found = (await listMailboxes(app, anna)).find((each) => each.mailboxId === project);
    assert.ok(found?.closedAt);
    const taken = createSharedMailbox(app, admin, { ...input, name: "Ander" });
    await assert.rejects(taken, { code: "mail.mailbox_address_taken" });
    await changeSharedMailbox(app, admin, { mailboxId: project, name: "Oud project", memberIds: [anna.memberId] });
    await assert.rejects(write(bram, address, "Nog iets"), { code: "mail.mailbox_closed" }, "still closed");

    await reopenSharedMailbox(app, admin, project);
    await write(bram, address, "Toch nog");
    assert.equal((await subjects(await actingIn(app, anna, project)))[0], "Toch nog");
    const { entries } = await listAudit(app, admin, { limit: 200 });
    const acts = entries.filter(({ subject }) => subject?.id === project).map(({ act }) => act);
    assert.deepEqual(acts.filter((act) => /closed|opened/.test(act)).toSorted(), [
      "mail.mailbox-closed",
      "mail.mailbox-reopened",
    ]);
  });

  it("Only admins make shared mailboxes, in the firm's own domain, at an address that is nobody's", async () => {
    const { app, sender: admin } = test;
    const input = { name: "Nog een", email: "nog@tulp.example", memberIds: [anna.memberId] };
    await assert.rejects(createSharedMailbox(app, anna, input), { code: "identity.role_missing" });
    const foreign = createSharedMailbox(app, admin, { ...input, email: "info@elders.example" });
    await assert.rejects(foreign, { code: "mail.mailbox_address_foreign" });
    for (const taken of [email, anna.email])
      await assert.rejects(createSharedMailbox(app, admin, { ...input, email: taken }), {
        code: "mail.mailbox_address_taken",
      });
    await assert.rejects(createSharedMailbox(app, admin, { ...input, memberIds: [] }), {
      code: "mail.mailbox_members_none",
    });
    await assert.rejects(join(app, admin, "info"), { code: "identity.email_taken" });
  });

  it("Who can write in the database can neither lead an address elsewhere nor let anybody in", async () => {
    const { app, sender: admin } = test;
    const { asOwner } = app.testDatabase;
    const [row] = await asOwner<{ statement: Buffer; email: string }>(
      "select statement, email from mail_mailbox where mailbox_space_id = $1",
      [mailboxId],
    );
    const put = (column: string, value: unknown) =>
      asOwner(`update mail_mailbox set ${column} = $2 where mailbox_space_id = $1`, [mailboxId, value]);
    const said = JSON.parse(row!.statement.toString()) as { memberIds: string[] };
    const withCarla = { ...said, memberIds: [...said.memberIds, carla.memberId] };
    await put("statement", Buffer.from(JSON.stringify(withCarla)));
    await assert.rejects(actingIn(app, carla, mailboxId), { code: "vault.signature_wrong" });
    await assert.rejects(write(bram, email, "Naar wie"), { code: "vault.signature_wrong" });
    await put("statement", row!.statement);

    await put("email", "directie@tulp.example");
    await assert.rejects(write(bram, "directie@tulp.example", "Naar wie"), { code: "vault.signature_wrong" });
    await put("email", row!.email);

    // A later key of the same space, made by somebody else who works here.
    const { mailboxId: other } = await createSharedMailbox(app, admin, {
      name: "Ander",
      email: "ander@tulp.example",
      memberIds: [carla.memberId],
    });
    const columns = "public_key, certificate, signer_key_id, created_at";
    await asOwner(
      `insert into spaces_epoch (organisation_id, space_id, epoch, ${columns})
       select organisation_id, $1, 99, ${columns} from spaces_epoch where space_id = $2 and epoch = 1`,
      [mailboxId, other],
    );
    await asOwner("update spaces_space set current_epoch = 99, reserved_epoch = 99 where space_id = $1", [mailboxId]);
    await assert.rejects(write(bram, email, "Naar wie"), { code: "vault.certificate_wrong" });
  });
});
