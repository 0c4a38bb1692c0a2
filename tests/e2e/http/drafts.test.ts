import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, beforeEach, describe, it } from "node:test";
import { allRoutes } from "#/contract/index.ts";
import { newId } from "#/kernel/index.ts";
import { draftJobs } from "#/mail/index.ts";
import { openTestDoor, type TestDoor } from "./support/door.ts";
import { enter, newestLink, outboxOf, type ReadMessage, sendTo } from "./support/mail.ts";
import { addColleague, addOrganisation, logInAgain, type Person } from "./support/people.ts";
import {
  drafts,
  folder,
  inMs,
  read,
  release,
  save,
  scheduled,
  send,
  setUndo,
  toPerson,
  upload,
} from "./support/writing.ts";

const minuteMs = 60_000;

describe("writing over HTTP", () => {
  let door: TestDoor;
  let admin: Person;
  let anna: Person;
  let bob: Person;
  let organisationId: string;
  before(async () => {
    door = await openTestDoor();
    admin = await addOrganisation(door, "tulp.example");
    anna = await addColleague(door, admin, "anna@tulp.example", "Anna de Wit");
    bob = await addColleague(door, admin, "bob@tulp.example", "Bob Bos");
    const me = await admin.browser.call<{ organisation: { organisationId: string } }>(allRoutes.me);
    ({ organisationId } = me.organisation);
  });
  beforeEach(() => door.app.clock.advance(minuteMs));
  after(() => door.close());

  it("A draft is saved, read back, listed and thrown away, by its writer alone", async () => {
    const first = await save(anna, {
      subject: "Half af",
      text: "Beste",
      recipients: [toPerson("gerda@buiten.example")],
    });
    assert.equal((await read(anna, first.draftId)).content.text, "Beste");
    const second = await save(anna, { ...first.content, text: "Beste Gerda" }, first);
    assert.equal(second.version, 2);
    assert.deepEqual(
      (await drafts(anna)).map(({ draftId, subject }) => [draftId, subject]),
      [[first.draftId, "Half af"]],
    );
    assert.deepEqual(await drafts(bob), []);
    const params = { draftId: first.draftId };
    assert.equal((await bob.browser.refusal(allRoutes.readDraft, { params })).code, "mail.draft_absent");
    const mine = { version: 0, content: { recipients: [], subject: "Van mij", text: "" } };
    assert.equal((await bob.browser.refusal(allRoutes.saveDraft, { params, body: mine })).status, 404);
    await anna.browser.call(allRoutes.removeDraft, { params });
    assert.equal((await anna.browser.refusal(allRoutes.readDraft, { params })).status, 404);
  });

  it("Two tabs never overwrite each other: the later save is told, and nothing is lost", async () => {
    const draft = await save(anna, { text: "één" });
    await save(anna, { text: "twee" }, draft);
    const problem = await anna.browser.refusal(allRoutes.saveDraft, {
      params: { draftId: draft.draftId },
      body: { version: 1, content: { recipients: [], subject: "", text: "drie" } },
    });
    assert.deepEqual([problem.status, problem.code], [409, "mail.draft_changed"]);
    assert.equal((await read(anna, draft.draftId)).content.text, "twee");
    await anna.browser.call(allRoutes.removeDraft, { params: { draftId: draft.draftId } });
  });

  it("A long message with pictures in its text can be saved as a draft", async () => {
    const html = `<p>${"een lange zin. ".repeat(200_000)}</p>`;
    const draft = await save(anna, { html, text: "kort" });
    assert.equal((await read(anna, draft.draftId)).content.html.length, html.length);
    await anna.browser.call(allRoutes.removeDraft, { params: { draftId: draft.draftId } });
  });

  it("With no time for undoing a draft leaves at once, and the draft is gone", async () => {
    await setUndo(anna, 0);
    const draft = await save(anna, { subject: "Meteen", text: "Nu", recipients: [toPerson("bob@tulp.example")] });
    const sent = await send(anna, draft);
    assert.equal(sent.releaseAt, null);
    assert.ok((await folder(bob, "inbox")).includes("Meteen"));
    assert.ok((await folder(anna, "sent")).includes("Meteen"));
    assert.deepEqual(await drafts(anna), []);
    assert.equal(
      (await anna.browser.refusal(allRoutes.sendDraft, { params: { draftId: draft.draftId }, body: { version: 1 } }))
        .code,
      "mail.draft_absent",
    );
  });

  it("What was typed and not finished is not silently left out", async () => {
    const recipients = [toPerson("bob@tulp.example")];
    const draft = await save(anna, { recipients, text: "Tekst", typed: { cc: "gerda@" } });
    const problem = await anna.browser.refusal(allRoutes.sendDraft, {
      params: { draftId: draft.draftId },
      body: { version: 1 },
    });
    assert.equal(problem.code, "mail.recipients_unfinished");
    await anna.browser.call(allRoutes.removeDraft, { params: { draftId: draft.draftId } });
  });

  it("Until the time for undoing is over nobody else sees anything, and taking back gives the draft back", async () => {
    await setUndo(anna, 30);
    const content = {
      subject: "Toch niet",
      text: "Oeps",
      recipients: [
        toPerson("bob@tulp.example"),
        toPerson("gerda@buiten.example"),
        { ...toPerson("stil@buiten.example"), role: "bcc" as const },
      ],
    };
    const draft = await save(anna, content);
    const sent = await send(anna, draft);
    assert.ok(sent.releaseAt);
    assert.deepEqual(await drafts(anna), []);
    assert.deepEqual(
      (await scheduled(anna)).map(({ subject }) => subject),
      ["Toch niet"],
    );
    assert.deepEqual(await scheduled(bob), []);
    for (const who of [anna, bob]) {
      assert.ok(!(await folder(who, "inbox")).includes("Toch niet"));
      assert.ok(!(await folder(who, "sent")).includes("Toch niet"));
    }
    await release(door, organisationId);
    const params = { messageId: sent.messageId };
    assert.equal((await bob.browser.refusal(allRoutes.cancelSending, { params })).status, 404);
    const answer = await anna.browser.call<{ draftId: string }>(allRoutes.cancelSending, { params });
    assert.equal(answer.draftId, draft.draftId);
    assert.deepEqual(await scheduled(anna), []);
    assert.equal((await read(anna, draft.draftId)).content.text, "Oeps");
    door.app.clock.advance(minuteMs);
    await release(door, organisationId);
    assert.ok(!(await folder(bob, "inbox")).includes("Toch niet"));
    const { asOwner } = door.app.testDatabase;
    for (const table of ["mail_link", "mail_held", "mail_scheduled", "mail_attachment"])
      assert.deepEqual(await asOwner(`select * from ${table}`), [], table);
    for (const table of ["mail_message", "mail_recipient"])
      assert.deepEqual(await asOwner(`select 1 from ${table} where message_id = $1`, [sent.messageId]), [], table);
    const left = "select 1 from keys.spaces_wrap where space_id = $1";
    assert.deepEqual(await asOwner(left, [sent.conversationId]), []);
    await anna.browser.call(allRoutes.removeDraft, { params: { draftId: draft.draftId } });
  });

  it("When its time comes a message leaves once: to colleagues, to guests, and for Bcc apart", async () => {
    const recipients = [
      toPerson("bob@tulp.example"),
      toPerson("gerda@buiten.example"),
      { ...toPerson("stil@buiten.example"), role: "bcc" as const },
    ];
    const draft = await save(anna, { subject: "Straks", text: "Tot straks", recipients });
    const sent = await send(anna, draft, inMs(door, 60 * minuteMs));
    door.app.clock.advance(30 * minuteMs);
    await release(door, organisationId);
    assert.ok(!(await folder(bob, "inbox")).includes("Straks"));
    door.app.clock.advance(31 * minuteMs);
    await Promise.all([release(door, organisationId), release(door, organisationId)]);
    await release(door, organisationId);
    assert.equal((await folder(bob, "inbox")).filter((subject) => subject === "Straks").length, 1);
    assert.equal((await folder(anna, "sent")).filter((subject) => subject === "Straks").length, 1);
    assert.deepEqual(await scheduled(anna), []);
    assert.deepEqual(await drafts(anna), []);
    const page = await outboxOf(door, organisationId);
    assert.equal(page.split("gerda@buiten.example").length, page.split("stil@buiten.example").length);
    const link = await newestLink(door, organisationId);
    const visitor = await enter(door, link);
    const { messages } = await visitor.call<{ messages: ReadMessage[] }>(allRoutes.guestConversation, {
      params: { linkId: link.linkId },
    });
    assert.equal(messages.length, 1);
    const params = { messageId: sent.messageId };
    assert.equal((await anna.browser.refusal(allRoutes.cancelSending, { params })).code, "mail.left_already");
    const message = await anna.browser.call<ReadMessage>(allRoutes.readMessage, { params });
    assert.equal(message.recipients.length, 3);
  });

  it("A planned message gets another time, or leaves now", async () => {
    const draft = await save(anna, { subject: "Verzet", text: "x", recipients: [toPerson("verzet@buiten.example")] });
    const sent = await send(anna, draft, inMs(door, 60 * minuteMs));
    const params = { messageId: sent.messageId };
    const later = inMs(door, 40 * 24 * 60 * minuteMs);
    await anna.browser.call(allRoutes.reschedule, { params, body: { sendAt: later } });
    door.app.clock.advance(120 * minuteMs);
    await release(door, organisationId);
    assert.deepEqual(
      (await scheduled(anna)).map(({ releaseAt }) => releaseAt),
      [later],
    );
    const past = await anna.browser.refusal(allRoutes.reschedule, { params, body: { sendAt: inMs(door, -1) } });
    assert.equal(past.code, "mail.send_time_invalid");
    const now = await anna.browser.call<{ releaseAt: null }>(allRoutes.reschedule, { params, body: {} });
    assert.equal(now.releaseAt, null);
    assert.deepEqual(await scheduled(anna), []);
    const visitor = await enter(door, await newestLink(door, organisationId));
    assert.ok(visitor.token);
  });

  it("Who is blocked sends nothing more: planned messages stop, it is told, and they can be sent again later", async () => {
    const draft = await save(bob, { subject: "Gestopt", text: "x", recipients: [toPerson("anna@tulp.example")] });
    await send(bob, draft, inMs(door, 60 * minuteMs));
    const params = { memberId: bob.memberId };
    await admin.browser.call(allRoutes.setMemberState, { params, body: { state: "locked" } });
    assert.ok((await door.app.testDatabase.waitingJobs()).includes("mail.stop-scheduled"));
    await draftJobs(door.app)["mail.stop-scheduled"]!({ organisationId, memberId: bob.memberId });
    door.app.clock.advance(120 * minuteMs);
    await release(door, organisationId);
    assert.ok(!(await folder(anna, "inbox")).includes("Gestopt"));
    const told = await outboxOf(door, organisationId);
    assert.match(told, /Een bericht is niet verstuurd/);
    await admin.browser.call(allRoutes.setMemberState, { params, body: { state: "active" } });
    bob = { ...bob, browser: await logInAgain(door, bob) };
    const [entry] = await scheduled(bob);
    assert.deepEqual([entry?.subject, entry?.stopped], ["Gestopt", true]);
    await bob.browser.call(allRoutes.reschedule, { params: { messageId: entry!.messageId }, body: {} });
    assert.ok((await folder(anna, "inbox")).includes("Gestopt"));
  });

  it("Nobody else's attachment can be put into a draft and sent along", async () => {
    await setUndo(anna, 0);
    const files = [new File(["geheim van de beheerder"], "geheim.txt", { type: "text/plain" })];
    const { messageId } = await sendTo(admin, "gerda@buiten.example", { files });
    const message = await admin.browser.call<ReadMessage>(allRoutes.readMessage, { params: { messageId } });
    const { attachmentId, name, type, sizeBytes } = message.attachments[0]!;
    const recipients = [toPerson("bob@tulp.example")];
    for (const stolen of [{ attachmentId }, { uploadId: attachmentId }, { uploadId: newId() }, {}]) {
      const draft = await save(anna, { recipients, text: "x", attachments: [{ ...stolen, name, type, sizeBytes }] });
      const problem = await anna.browser.refusal(allRoutes.sendDraft, {
        params: { draftId: draft.draftId },
        body: { version: 1 },
      });
      assert.deepEqual([problem.status, problem.code], [404, "mail.attachment_absent"]);
      await anna.browser.call(allRoutes.removeDraft, { params: { draftId: draft.draftId } });
    }
  });

  it("Uploads go along without being sealed again, for Bcc as copies, and come back when sending is cancelled", async () => {
    await setUndo(anna, 30);
    const bytes = randomBytes(2_500_000);
    const uploadId = await upload(door, anna, bytes);
    const attachments = [{ uploadId, name: "foto's.zip", type: "application/zip", sizeBytes: bytes.byteLength }];
    const recipients = [toPerson("bob@tulp.example"), { ...toPerson("stil@buiten.example"), role: "bcc" as const }];
    const draft = await save(anna, { subject: "Met bijlage", text: "x", recipients, attachments });
    const first = await send(anna, draft);
    await anna.browser.call(allRoutes.cancelSending, { params: { messageId: first.messageId } });
    const again = await send(anna, await read(anna, draft.draftId));
    door.app.clock.advance(minuteMs);
    await release(door, organisationId);
    const { attachments: got } = await bob.browser.call<ReadMessage>(allRoutes.readMessage, {
      params: { messageId: again.messageId },
    });
    const path = `/api/mail/attachments/${got[0]!.attachmentId}`;
    const answer = await bob.browser.fetch(path, { headers: { "x-zegel-token": bob.browser.token! } });
    assert.ok(Buffer.from(await answer.arrayBuffer()).equals(bytes));
    const link = await newestLink(door, organisationId);
    const { linkId } = link;
    const visitor = await enter(door, link);
    const { messages } = await visitor.call<{ messages: ReadMessage[] }>(allRoutes.guestConversation, {
      params: { linkId },
    });
    const theirs = messages[0]!.attachments[0]!;
    const copy = await visitor.fetch(`/api/guest/${linkId}/attachments/${theirs.attachmentId}`);
    assert.ok(Buffer.from(await copy.arrayBuffer()).equals(bytes));
    const blobs = "select 1 from spaces_object where size_bytes = 2500000";
    assert.equal((await door.app.testDatabase.asOwner(blobs)).length, 2);
    assert.deepEqual(await door.app.testDatabase.asOwner("select 1 from uploads_upload"), []);
  });
});
