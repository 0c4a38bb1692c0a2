import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join as joinPath } from "node:path";
import { after, before, describe, it } from "node:test";
import type { MemberActor } from "#/identity/index.ts";
import { newId } from "#/kernel/index.ts";
import { newX25519Secret, x25519Public } from "#/vault/index.ts";
import { enterAs, type MailTest, openMailTest, readAll } from "../../tests/support/mail.ts";
import { join, setUpTestOrganisation } from "../../tests/support/identity.ts";
import {
  beginMessage,
  beginReply,
  completeRecipient,
  guestAttachment,
  guestConversation,
  guestCopy,
  listMessages,
  openAttachment,
  openCopy,
  openOriginal,
  previewRecipient,
  readConversation,
  readMessage,
  recallMessage,
  resendNotification,
  sendMessage,
} from "./index.ts";

const plain = { door: "web", subject: "Onderwerp", text: "Tekst" } as const;
const files = [
  { name: "klein.txt", type: "text/plain", content: Buffer.from("klein") },
  { name: "groot.bin", type: "application/octet-stream", content: Buffer.alloc(2_500_000, 5) },
];

describe("mailboxes and organisations apart", () => {
  let test: MailTest;
  let colleague: MemberActor;
  let stranger: MemberActor;
  before(async () => {
    test = await openMailTest();
    colleague = (await join(test.app, test.sender, "vreemd")).actor;
    stranger = (await setUpTestOrganisation(test.app, { domain: "roos.example" })).admin;
  });
  after(() => test.close());

  it("Another member, and another organisation, get nothing by any id at any verb", async () => {
    const { app, sender } = test;
    const sent = await sendMessage(app, sender, {
      ...plain,
      recipients: [
        { email: "gast@buiten.example", phone: "0612345678" },
        { email: "w@buiten.example", verification: "sms" },
      ],
      attachments: files,
    });
    const message = await readMessage(app, sender, sent.messageId);
    const { attachmentId } = message.attachments[0]!;
    const [served, waiting] = message.recipients as [(typeof message.recipients)[0], (typeof message.recipients)[0]];
    for (const intruder of [colleague, stranger]) {
      const { conversationId } = sent;
      for (const messageId of [sent.messageId, newId(), "x", "' or true --"]) {
        await assert.rejects(readMessage(app, intruder, messageId), { code: "mail.message_absent" });
        await assert.rejects(openCopy(app, intruder, messageId), { code: "mail.message_absent" });
        await assert.rejects(openOriginal(app, intruder, messageId), { code: "mail.message_absent" });
        await assert.rejects(recallMessage(app, intruder, { messageId }), { code: "mail.message_absent" });
        await assert.rejects(openAttachment(app, intruder, messageId), { code: "mail.attachment_absent" });
      }
      await assert.rejects(readConversation(app, intruder, conversationId), { code: "mail.conversation_absent" });
      await assert.rejects(beginMessage(app, intruder, { door: "web", conversationId }), {
        code: "mail.conversation_absent",
      });
      await assert.rejects(openAttachment(app, intruder, attachmentId), { code: "mail.attachment_absent" });
      for (const { recipientId } of [served, waiting]) {
        await assert.rejects(resendNotification(app, intruder, recipientId), { code: "mail.recipient_absent" });
        await assert.rejects(
          completeRecipient(app, intruder, { recipientId, verification: "sms", phone: "0687654321" }),
          { code: "mail.recipient_absent" },
        );
      }
      for (const folder of ["inbox", "sent"] as const)
        assert.deepEqual((await listMessages(app, intruder, { folder, limit: 10 })).entries, []);
    }
    const preview = await previewRecipient(app, stranger, { email: "gast@buiten.example" });
    assert.deepEqual([preview.verification, preview.phoneKnown], [null, false], "contacts are the organisation's own");
    assert.equal((await previewRecipient(app, stranger, { email: sender.email })).route, "guest");
  });

  it("A guest session under another organisation's id opens nothing", async () => {
    const { app, sender } = test;
    const sent = await sendMessage(app, sender, { ...plain, recipients: [{ email: "g2@buiten.example" }] });
    const guest = { ...(await enterAs(test, "g2@buiten.example")), organisationId: stranger.organisationId };
    await assert.rejects(guestConversation(app, guest), { code: "mail.link_wrong" });
    await assert.rejects(guestCopy(app, guest, sent.messageId), { code: "mail.link_wrong" });
    await assert.rejects(guestAttachment(app, guest, newId()), { code: "mail.link_wrong" });
    await assert.rejects(beginReply(app, guest), { code: "mail.link_wrong" });
  });

  it("A range outside the file is refused", async () => {
    const { app, sender } = test;
    const sent = await sendMessage(app, sender, {
      ...plain,
      recipients: [{ email: sender.email }],
      attachments: files,
    });
    const [small] = (await readMessage(app, sender, sent.messageId)).attachments;
    for (const range of [
      { start: 0, end: 6 },
      { start: 4, end: 2 },
      { start: -1, end: 2 },
    ])
      await assert.rejects(openAttachment(app, sender, small!.attachmentId, { range: () => range }), {
        code: "mail.range_unsatisfiable",
      });
    await assert.rejects(openAttachment(app, sender, small!.attachmentId, { range: () => undefined }), {
      code: "mail.range_unsatisfiable",
    });
    await assert.rejects(listMessages(app, sender, { folder: "inbox", limit: 5, cursor: "nonsense" }));
  });
});

describe("who writes in the database and the blob store", () => {
  let test: MailTest;
  before(async () => void (test = await openMailTest()));
  after(() => test.close());
  const sql = (statement: string, values: unknown[] = []) =>
    test.app.testDatabase.asOwner<Record<string, string>>(statement, values);

  async function twoMessages() {
    const { app, sender } = test;
    const one = await sendMessage(app, sender, {
      ...plain,
      text: "een",
      recipients: [{ email: "a@buiten.example" }],
      attachments: files,
    });
    const two = await sendMessage(app, sender, {
      ...plain,
      text: "twee",
      recipients: [{ email: "a@buiten.example" }],
      attachments: files,
    });
    return { app, sender, one: one.messageId, two: two.messageId };
  }

  it("A message put in another's place is not opened", async () => {
    const { app, sender, one, two } = await twoMessages();
    await sql(
      "update mail_message set body_object_id = (select body_object_id from mail_message where message_id = $2) where message_id = $1",
      [one, two],
    );
    await assert.rejects(readMessage(app, sender, one), { code: "vault.context_wrong" });
    const guest = await enterAs(test, "a@buiten.example");
    assert.equal((await guestConversation(app, guest)).messages[0]!.text, "twee", "what was not touched opens");
  });

  it("An attachment put in another's place, or exchanged for it, is not opened", async () => {
    const { app, sender, one, two } = await twoMessages();
    const [ofOne, ofTwo] = [await readMessage(app, sender, one), await readMessage(app, sender, two)];
    const id = (message: typeof ofOne, place: number): string => message.attachments[place]!.attachmentId;
    const objectOf = "(select object_id from mail_attachment where attachment_id = $2)";
    await sql(`update mail_attachment set object_id = ${objectOf} where attachment_id = $1`, [
      id(ofOne, 0),
      id(ofTwo, 0),
    ]);
    await assert.rejects(openAttachment(app, sender, id(ofOne, 0)), { code: "vault.context_wrong" });
    await sql(
      "update mail_attachment set message_id = (select message_id from mail_attachment where attachment_id = $2), position = 9 where attachment_id = $1",
      [id(ofOne, 1), id(ofTwo, 1)],
    );
    await assert.rejects(openAttachment(app, sender, id(ofOne, 1)), { code: "mail.attachment_absent" });
  });

  it("Content, header or signature that was altered is not opened", async () => {
    for (const [statement, code] of [
      [
        "update spaces_content set payload = set_byte(payload, 20, get_byte(payload, 20) # 1) where object_id = $1",
        "vault.tree_wrong",
      ],
      [
        "update spaces_object set signature = set_byte(signature, 5, get_byte(signature, 5) # 1) where object_id = $1",
        "vault.signature_wrong",
      ],
      [
        "update keys.spaces_header set header = set_byte(header, 80, get_byte(header, 80) # 1) where object_id = $1",
        undefined,
      ],
      ["delete from spaces_content where object_id = $1", "vault.truncated_wrong"],
    ] as const) {
      const { app, sender, one } = await twoMessages();
      const [row] = await sql("select body_object_id as id from mail_message where message_id = $1", [one]);
      await sql(statement, [row!["id"]]);
      await assert.rejects(readMessage(app, sender, one), code ? { code } : /vault\./);
    }
  });

  it("A large attachment that was altered or cut on disk breaks off before anything wrong comes out", async () => {
    const { app, sender, one } = await twoMessages();
    const large = (await readMessage(app, sender, one)).attachments[1]!;
    const [row] = await sql("select object_id as id from mail_attachment where attachment_id = $1", [
      large.attachmentId,
    ]);
    const blobs = joinPath(app.dataDirectory, "blobs");
    const path = readdirSync(blobs, { recursive: true, encoding: "utf8" })
      .map((name) => joinPath(blobs, name))
      .find((name) => name.endsWith(row!["id"]!) && statSync(name).isFile())!;
    const bytes = readFileSync(path);
    const altered = Buffer.from(bytes);
    altered[1_500_000]! ^= 1;
    writeFileSync(path, altered);
    const broken = await openAttachment(app, sender, large.attachmentId);
    const parts: Buffer[] = [];
    await assert.rejects(
      async () => {
        for await (const part of broken.content) parts.push(Buffer.from(part));
      },
      { code: "vault.tree_wrong" },
    );
    assert.ok(Buffer.concat(parts).every((byte) => byte === 5));
    writeFileSync(path, bytes.subarray(0, -100_000));
    const cut = await openAttachment(app, sender, large.attachmentId);
    await assert.rejects(readAll(cut.content), { code: "vault.truncated_wrong" });
  });

  it("A key exchanged for another's is found out before anything is sealed with it", async () => {
    const { app, sender, organisation } = test;
    const email = "sleutel@buiten.example";
    await sendMessage(app, sender, { ...plain, recipients: [{ email, password: "zwarte tulp" }] });
    await sql("update mail_contact set password_public = $1 where email = $2", [
      x25519Public(newX25519Secret()),
      email,
    ]);
    await assert.rejects(sendMessage(app, sender, { ...plain, recipients: [{ email }] }), {
      code: "vault.signature_wrong",
    });
    await sql(
      "update mail_contact set password_public = null, password_salt = null, verification = 'none' where email = $1",
      [email],
    );
    await assert.rejects(sendMessage(app, sender, { ...plain, recipients: [{ email }] }), {
      code: "vault.signature_wrong",
    });
    const colleague = (await join(app, sender, "epoch")).actor;
    await sql("update spaces_epoch set public_key = $1 where space_id = $2", [
      x25519Public(newX25519Secret()),
      colleague.mailboxSpaceId,
    ]);
    await assert.rejects(sendMessage(app, sender, { ...plain, recipients: [{ email: colleague.email }] }), {
      code: "vault.certificate_wrong",
    });
    const other = (await join(app, sender, "ruil")).actor;
    await sql("update identity_member set mailbox_space_id = $1 where member_id = $2", [
      sender.mailboxSpaceId,
      other.memberId,
    ]);
    await assert.rejects(sendMessage(app, sender, { ...plain, recipients: [{ email: other.email }] }), {
      code: "vault.certificate_wrong",
    });
    assert.ok(organisation);
  });

  it("A guest's link that was pointed at another key or another contact opens nothing", async () => {
    const { app, sender } = test;
    const sent = await sendMessage(app, sender, {
      ...plain,
      recipients: [{ email: "b@buiten.example" }, { email: "c@buiten.example" }],
    });
    const guest = await enterAs(test, "b@buiten.example");
    const { linkId } = await test.linkOf("c@buiten.example");
    await sql(
      "update mail_link set conversation_id = conversation_id, contact_id = (select contact_id from mail_link where link_id = $2) where link_id = $1",
      [guest.linkId, linkId],
    );
    const { messages } = await guestConversation(app, guest);
    assert.deepEqual(
      messages.map(({ messageId }) => messageId),
      [sent.messageId],
      "only what it has a key of",
    );
    await sql("update keys.spaces_wrap set holder_id = $1 where holder_id = $2 and holder_kind = 'link'", [
      newId(),
      guest.linkId,
    ]);
    await assert.rejects(guestConversation(app, guest), { code: "mail.recalled" });
  });
});
