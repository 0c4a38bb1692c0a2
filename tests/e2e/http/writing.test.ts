import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { allRoutes } from "#/contract/index.ts";
import { newId } from "#/kernel/index.ts";
import { openTestDoor, type TestDoor } from "./support/door.ts";
import { enter, newestLink, outboxOf, type ReadMessage, type Sent, sendTo } from "./support/mail.ts";
import { addColleague, addOrganisation, type Person } from "./support/people.ts";
import { type Draft, folder, inMs, save, send, setUndo, toPerson, upload } from "./support/writing.ts";

const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

describe("answering, forwarding and sharing over HTTP", () => {
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
    for (const who of [admin, anna, bob]) await setUndo(who, 0);
  });
  beforeEach(() => door.app.clock.advance(60_000));
  after(() => door?.close());

  const start = (who: Person, messageId: string, kind: string): Promise<Draft> =>
    who.browser.call<Draft>(allRoutes.startDraft, { params: { messageId }, body: { kind } });
  const emailsOf = ({ content }: Draft): string[][] => content.recipients.map(({ role, email }) => [role, email]);
  const toAll = (): Promise<Sent> =>
    anna.browser.call<Sent>(allRoutes.sendMessage, {
      body: {
        recipients: [
          { email: "bob@tulp.example" },
          { email: "admin@tulp.example", role: "cc" },
          { email: "gerda@buiten.example", name: "Gerda", role: "cc" },
          { email: "stil@buiten.example", role: "bcc" },
        ],
        subject: "Uw dossier",
        html: "<p>Eerste <b>regel</b></p><script>x</script>",
      },
    });

  it("A reply goes to who wrote, in the same conversation, with what was said below it", async () => {
    const { messageId, conversationId } = await toAll();
    const draft = await start(bob, messageId, "reply");
    assert.deepEqual(emailsOf(draft), [["to", "anna@tulp.example"]]);
    assert.equal(draft.content.subject, "Re: Uw dossier");
    assert.equal(draft.content.conversationId, conversationId);
    assert.match(draft.content.quote!.text, /schreef Anna de Wit <anna@tulp\.example>:\n> Eerste regel/);
    assert.match(draft.content.quote!.html, /<blockquote><p>Eerste <b>regel<\/b><\/p><\/blockquote>/);
    const asked = await bob.browser.call<{ quote: object }>(allRoutes.quoteMessage, { params: { messageId } });
    assert.deepEqual(asked.quote, draft.content.quote);
    const written = { ...draft.content, text: "Klopt.", html: "<p>Klopt.</p>" };
    const sent = await send(bob, await save(bob, written, draft));
    const params = { messageId: sent.messageId };
    const answer = await anna.browser.call<ReadMessage>(allRoutes.readMessage, { params });
    assert.match(answer.html, /^<p>Klopt\.<\/p><p>Op .* schreef Anna .*<blockquote><p>Eerste <b>regel/);
    assert.match(answer.text, /^Klopt\.\n\nOp .* schreef .*:\n> Eerste regel/);
    assert.equal(sent.conversationId, conversationId);
    const again = await start(anna, sent.messageId, "reply");
    assert.equal(again.content.subject, "Re: Uw dossier");
    assert.deepEqual(emailsOf(again), [["to", "bob@tulp.example"]]);
  });

  it("A reply to all leaves oneself out, and never names who got it in Bcc", async () => {
    const { messageId } = await toAll();
    assert.deepEqual(emailsOf(await start(bob, messageId, "reply-all")), [
      ["to", "anna@tulp.example"],
      ["cc", "admin@tulp.example"],
      ["cc", "gerda@buiten.example"],
    ]);
    const own = await start(anna, messageId, "reply-all");
    assert.deepEqual(emailsOf(own), [
      ["to", "bob@tulp.example"],
      ["cc", "admin@tulp.example"],
      ["cc", "gerda@buiten.example"],
    ]);
    assert.doesNotMatch(JSON.stringify(own), /stil@/);
  });

  it("A message is forwarded as a new one with its attachments, sealed anew", async () => {
    const files = [new File(["inhoud van de bijlage"], "bijlage.txt", { type: "text/plain" })];
    const { messageId, conversationId } = await sendTo(anna, "bob@tulp.example", { files });
    const draft = await start(bob, messageId, "forward");
    assert.equal(draft.content.subject, "Fw: Uw dossier");
    assert.equal(draft.content.conversationId, undefined);
    assert.match(draft.content.quote!.text, /Doorgestuurd bericht[^]*Van: Anna de Wit[^]*Onderwerp: Uw dossier/);
    const recipients = [toPerson("derde@buiten.example")];
    const sent = await send(bob, await save(bob, { ...draft.content, recipients }, draft));
    assert.notEqual(sent.conversationId, conversationId);
    const link = await newestLink(door, organisationId);
    const visitor = await enter(door, link);
    const params = { linkId: link.linkId };
    const { messages } = await visitor.call<{ messages: ReadMessage[] }>(allRoutes.guestConversation, { params });
    const { attachmentId, name } = messages[0]!.attachments[0]!;
    assert.equal(name, "bijlage.txt");
    const answer = await visitor.fetch(`/api/guest/${link.linkId}/attachments/${attachmentId}`);
    assert.equal(await answer.text(), "inhoud van de bijlage");
  });

  it("A picture in the text is shown to colleagues and guests, and is part of the copy", async () => {
    const uploadId = await upload(door, anna, picture);
    const image = { uploadId, name: "logo.png", type: "image/png", sizeBytes: picture.byteLength, contentId: "logo@1" };
    const recipients = [toPerson("bob@tulp.example"), toPerson("beeld@buiten.example")];
    const html = '<p>Zie <img src="cid:logo@1" alt="Logo"></p>';
    const planned = await save(anna, { subject: "Straks", text: "Zie", html, recipients, attachments: [image] });
    const { messageId: waiting } = await send(anna, planned, inMs(door, 3_600_000));
    const read = await anna.browser.fetch(`/api/mail/drafts/${planned.draftId}/picture?contentId=logo%401`);
    assert.equal(read.status, 200, "what is planned can be looked at");
    assert.equal(
      (
        await anna.browser.refusal(allRoutes.saveDraft, {
          params: { draftId: planned.draftId },
          body: { version: planned.version, content: planned.content },
        })
      ).status,
      409,
    );
    await anna.browser.call(allRoutes.cancelSending, { params: { messageId: waiting } });
    await anna.browser.call(allRoutes.removeDraft, { params: { draftId: planned.draftId } });
    image.uploadId = await upload(door, anna, picture);
    const draft = await save(anna, { subject: "Beeld", text: "Zie", html, recipients, attachments: [image] });
    const { messageId } = await send(anna, draft);
    const shown = `src="data:image/png;base64,${picture.toString("base64")}"`;
    const params = { messageId };
    const message = await bob.browser.call<ReadMessage>(allRoutes.readMessage, { params });
    assert.ok(message.html.includes(shown), message.html);
    const link = await newestLink(door, organisationId);
    const visitor = await enter(door, link);
    const seen = await visitor.call<{ messages: ReadMessage[] }>(allRoutes.guestConversation, {
      params: { linkId: link.linkId },
    });
    assert.ok(seen.messages[0]!.html.includes(shown));
    const copy = await (await visitor.fetch(`/api/guest/${link.linkId}/messages/${messageId}/copy`)).text();
    assert.match(copy, /Content-ID: <logo@1>/);
    assert.match(copy, /multipart\/related/);
    const answer = await start(bob, messageId, "reply");
    const found = { query: { contentId: "logo@1" } };
    const address = `/api/mail/drafts/${answer.draftId}/picture?contentId=logo%401`;
    const bytes = Buffer.from(await (await bob.browser.fetch(address)).arrayBuffer());
    assert.deepEqual(bytes, picture, "the editor shows it again");
    const theirs = { params: { draftId: answer.draftId }, ...found };
    assert.equal((await anna.browser.refusal(allRoutes.draftPicture, theirs)).status, 404);
    assert.deepEqual(
      answer.content.attachments.map(({ contentId }) => contentId),
      ["logo@1"],
    );
    assert.match(answer.content.quote!.html, /src="cid:logo@1"/);
  });

  it("A conversation is shared with a colleague, who also gets what the guest answers later", async () => {
    const { messageId, conversationId } = await sendTo(anna, "gast@buiten.example", { subject: "Gedeeld" });
    const link = await newestLink(door, organisationId);
    const params = { conversationId };
    const memberIds = [bob.memberId];
    assert.equal((await bob.browser.refusal(allRoutes.shareConversation, { params, body: { memberIds } })).status, 404);
    const shared = await anna.browser.call<{ messages: number; colleagues: { name: string }[] }>(
      allRoutes.shareConversation,
      { params, body: { memberIds, note: "Kijk jij hiernaar?" } },
    );
    assert.deepEqual([shared.messages, shared.colleagues.map(({ name }) => name)], [1, ["Bob Bos"]]);
    assert.match(await outboxOf(door, organisationId), /Anna de Wit deelt een gesprek met je/);
    const message = await bob.browser.call<ReadMessage>(allRoutes.readMessage, { params: { messageId } });
    assert.equal(message.subject, "Gedeeld");
    const visitor = await enter(door, link);
    await visitor.call(allRoutes.guestReply, { params: { linkId: link.linkId }, body: { text: "Mijn antwoord" } });
    const read = await bob.browser.call<{ messages: ReadMessage[] }>(allRoutes.readConversation, { params });
    assert.deepEqual(
      read.messages.map(({ text }) => text.trim().split("\n")[0]),
      ["Beste lezer,", "Mijn antwoord"],
    );
    assert.ok((await folder(bob, "inbox")).includes("Re: Gedeeld"));
    assert.equal((await admin.browser.refusal(allRoutes.readConversation, { params })).status, 404);
  });

  it("A row that nobody signed lets nobody into a conversation", async () => {
    const { conversationId } = await sendTo(anna, "nieuw@buiten.example", { subject: "Niet gedeeld" });
    const link = await newestLink(door, organisationId);
    const { asOwner } = door.app.testDatabase;
    await asOwner(
      `insert into mail_share select organisation_id, $1, mailbox_space_id, member_id, shared_by, signature,
       signer_key_id, created_at from mail_share limit 1`,
      [conversationId],
    );
    await asOwner(
      `insert into mail_mailbox_entry (organisation_id, mailbox_space_id, message_id, conversation_id, folder, at)
       select message.organisation_id, share.mailbox_space_id, message.message_id, $1, 'inbox', now()
       from mail_message message, mail_share share
       where message.conversation_id = $1 and share.conversation_id = $1`,
      [conversationId],
    );
    const visitor = await enter(door, link);
    await visitor.call(allRoutes.guestReply, { params: { linkId: link.linkId }, body: { text: "Alleen voor Anna" } });
    const wraps = "select 1 from keys.spaces_wrap where space_id = $1 and holder_kind = 'space' and epoch = 2";
    assert.equal((await asOwner(wraps, [conversationId])).length, 2, "Anna's mailbox and the compliance space");
  });

  it("Templates are one's own or the firm's, which superusers and admins write", async () => {
    const template = { name: "Afspraak", subject: "Uw afspraak", html: "<p>Dag<script>x</script></p>", text: "Dag" };
    const list = async (who: Person) =>
      (
        await who.browser.call<{ templates: { name: string; scope: string; html: string; mayChange: boolean }[] }>(
          allRoutes.listTemplates,
        )
      ).templates;
    const templateId = newId();
    const params = { templateId };
    const body = { ...template, scope: "firm" };
    assert.equal((await anna.browser.refusal(allRoutes.saveTemplate, { params, body })).code, "identity.role_missing");
    await admin.browser.call(allRoutes.saveTemplate, { params, body });
    await anna.browser.call(allRoutes.saveTemplate, {
      params: { templateId: newId() },
      body: { ...template, name: "Van mij", scope: "mine" },
    });
    assert.deepEqual(
      (await list(anna)).map(({ name, html, mayChange }) => [name, html, mayChange]),
      [
        ["Afspraak", "<p>Dag</p>", false],
        ["Van mij", "<p>Dag</p>", true],
      ],
    );
    assert.deepEqual(
      (await list(bob)).map(({ name }) => name),
      ["Afspraak"],
    );
    await admin.browser.call(allRoutes.saveTemplate, { params, body: { ...body, name: "Bezoek" } });
    assert.equal((await anna.browser.refusal(allRoutes.removeTemplate, { params })).code, "identity.role_missing");
    await admin.browser.call(allRoutes.removeTemplate, { params });
    assert.deepEqual(await list(bob), []);
  });

  it("A signature is kept sealed and comes back safe", async () => {
    const body = {
      undoSeconds: 20,
      signatureHtml: '<p>Anna <b>de Wit</b><img src="https://spion.example/x.gif" onerror="x()"></p>',
      signatureText: "",
      signatureInReplies: true,
    };
    await bob.browser.call(allRoutes.saveWritingSettings, { body });
    const read = await bob.browser.call<typeof body>(allRoutes.writingSettings);
    assert.deepEqual([read.undoSeconds, read.signatureText.trim()], [20, "Anna de Wit"]);
    assert.doesNotMatch(read.signatureHtml, /spion|onerror/);
    const plain = await door.app.testDatabase.asOwner("select 1 from mail_writing t where t::text like '%Wit%'");
    assert.equal(plain.length, 0);
  });

  it("An address is completed from colleagues, contacts and earlier recipients, the most used first", async () => {
    const complete = async (who: Person, text: string): Promise<string[]> =>
      (
        await who.browser.call<{ addresses: { email: string }[] }>(allRoutes.completeAddress, { body: { text } })
      ).addresses.map(({ email }) => email);
    for (const email of ["vaak@buiten.example", "vaker@buiten.example", "vaker@buiten.example"])
      await sendTo(anna, email);
    assert.deepEqual(await complete(anna, "VA"), ["vaker@buiten.example", "vaak@buiten.example"]);
    assert.deepEqual(await complete(anna, "de wit"), ["anna@tulp.example"]);
    assert.deepEqual(await complete(bob, "bob"), ["bob@tulp.example"]);
    assert.deepEqual(await complete(anna, "%"), []);
    assert.deepEqual(await complete(anna, "_a"), []);
  });
});
