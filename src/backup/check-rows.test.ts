import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { placeEntries } from "#/audit/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { dayMs, newId } from "#/kernel/index.ts";
import {
  createContact,
  createSharedMailbox,
  nameStandIn,
  saveDraft,
  sendMessage,
  shareConversation,
} from "#/mail/index.ts";
import { join } from "../../tests/support/identity.ts";
import { type MailTest, openMailTest } from "../../tests/support/mail.ts";
import { type Checked, checkInstallation } from "./check-installation.ts";

let at: MailTest;
let anna: MemberActor;
let bram: MemberActor;

before(async () => {
  at = await openMailTest();
  const { app, sender } = at;
  anna = (await join(app, sender, "Anna")).actor;
  bram = (await join(app, sender, "Bram")).actor;
  await createContact(app, anna, {
    email: "een@buiten.example",
    name: "Een",
    phone: "+31612345678",
    verification: "sms",
  });
  await createContact(app, anna, { email: "twee@buiten.example", name: "Twee", book: "mine" });
  await createSharedMailbox(app, sender, { name: "Balie", email: "info@tulp.example", memberIds: [anna.memberId] });
  const inMs = (ms: number): string => new Date(app.clock.now().getTime() + ms).toISOString();
  await nameStandIn(app, bram, { memberId: anna.memberId, from: inMs(0), until: inMs(dayMs) });
  const sent = await sendMessage(app, anna, {
    door: "web",
    recipients: [{ email: "drie@buiten.example" }],
    subject: "Offerte",
    text: "Offerte",
  });
  const { conversationId } = sent;
  await shareConversation(app, anna, { conversationId, memberIds: [bram.memberId] });
  const content = { recipients: [], typed: {}, subject: "Concept", text: "Concept", html: "", attachments: [] };
  await saveDraft(app, anna, { draftId: newId(), version: 0, content });
  await placeEntries(app, anna.organisationId);
});
after(() => at?.close());

const check = (ahead = 0): Promise<Checked> =>
  checkInstallation(at.app, {
    quarantine: false,
    kitTexts: [],
    now: new Date(at.app.clock.now().getTime() + ahead),
  });

const found = ({ wrong }: Checked): string[] =>
  [...new Set(wrong.map(({ what, code, problem }) => [what, code, problem].filter(Boolean).join(" ")))].toSorted();

/** What the check finds while a row is not as it was; everything is put back afterwards. */
async function whileChanged(table: string, statement: string, ahead = 0): Promise<string[]> {
  const { asOwner } = at.app.testDatabase;
  const past = "set session_replication_role = replica";
  await asOwner(`${past}; create table was as select * from ${table}; ${statement}`);
  try {
    return found(await check(ahead));
  } finally {
    await asOwner(`${past}; delete from ${table}; insert into ${table} select * from was; drop table was`);
  }
}

test("A firm in daily use is found sound, with its rows and its audit log", async () => {
  const sound = await check(2 * dayMs);
  assert.deepEqual(sound.wrong, []);
  assert.ok(sound.signedRows >= 8, "members, contacts, a personal one, a share, a mailbox, a stand-in");
  assert.ok(sound.entries > 0);
});

const changes: readonly (readonly [title: string, table: string, statement: string, expected: readonly string[]])[] = [
  [
    "A contact whose check was taken away",
    "mail_contact",
    "update mail_contact set verification = 'none' where email = 'een@buiten.example'",
    ["contact vault.signature_wrong"],
  ],
  [
    "A contact that got another's signed row under its own address",
    "mail_contact",
    "update mail_contact set email = 'vier@buiten.example' where email = 'een@buiten.example'",
    ["contact vault.signature_wrong"],
  ],
  [
    "A contact of a mailbox that was made another mailbox's",
    "mail_personal_contact",
    "update mail_personal_contact set mailbox_space_id = (select mailbox_space_id from identity_member m where m.email like 'bram@%')",
    ["contact vault.signature_wrong"],
  ],
  [
    "A share that names another mailbox",
    "mail_share",
    "update mail_share set mailbox_space_id = (select mailbox_space_id from identity_member where email not like 'anna@%' and email not like 'bram@%' limit 1)",
    ["share vault.signature_wrong"],
  ],
  [
    "A shared mailbox with a member more",
    "mail_mailbox",
    "update mail_mailbox set statement = convert_to(replace(convert_from(statement, 'UTF8'), '\"memberIds\":[', '\"memberIds\":[\"00000000-0000-7000-8000-000000000000\",'), 'UTF8')",
    ["mailbox vault.signature_wrong"],
  ],
  [
    "A stand-in for longer than was said",
    "mail_stand_in",
    "update mail_stand_in set until_at = until_at + interval '1 year'",
    ["stand-in vault.signature_wrong"],
  ],
  [
    "A member whose mailbox is somebody else's",
    "identity_member",
    "update identity_member set mailbox_space_id = (select mailbox_space_id from identity_member where email like 'anna@%') where email like 'bram@%'",
    ["member vault.certificate_wrong"],
  ],
  [
    "A draft that is gone",
    "mail_draft",
    "update mail_draft set object_id = gen_random_uuid()",
    ["object backup.object_missing", "object backup.object_orphaned"],
  ],
  ["An object that nothing names any more", "mail_draft", "delete from mail_draft", ["object backup.object_orphaned"]],
  [
    "A message that the recovery kit would not open",
    "keys.spaces_wrap",
    "delete from keys.spaces_wrap where holder_kind = 'space' and holder_id in (select space_id from spaces_space where kind = 'compliance')",
    ["epoch backup.wrap_missing"],
  ],
  [
    "An object that went without a trace",
    "spaces_object",
    "delete from spaces_object where object_id in (select object_id from mail_draft)",
    ["log backup.log_wrong object-removed", "object backup.object_missing"],
  ],
  [
    "An entry of the audit log that was changed",
    "audit_entry",
    "update audit_entry set act = 'mail.message-recalled' where act = 'mail.message-sent'",
    ["log backup.log_wrong entry-changed"],
  ],
  [
    "An entry that was removed",
    "audit_entry",
    "delete from audit_entry where act = 'mail.message-sent'",
    ["log backup.log_wrong entry-removed"],
  ],
  [
    "An entry that was put in",
    "audit_entry",
    "insert into audit_entry select organisation_id, gen_random_uuid(), at, actor_kind, actor_id, act, subject_kind, subject_id, details from audit_entry where act = 'mail.message-sent' limit 1",
    ["log backup.log_wrong entry-inserted"],
  ],
  [
    "A leaf of the log's tree that was changed",
    "audit_leaf",
    "update audit_leaf set leaf_hash = sha256(leaf_hash) where position = 1",
    ["log backup.log_wrong entry-changed", "log backup.log_wrong tree-changed"],
  ],
];
for (const [title, table, statement, expected] of changes)
  test(`${title} is found`, async () => {
    assert.deepEqual(await whileChanged(table, statement, 2 * dayMs), expected);
  });

test("What somebody is working on is no orphan for a day", async () => {
  assert.deepEqual(await whileChanged("mail_draft", "delete from mail_draft"), []);
});

test("After all of this the firm is as sound as before", async () => {
  assert.deepEqual(found(await check(2 * dayMs)), []);
});
