import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { putInForce, readCurrent, replay } from "#/agreements/index.ts";
import { dayMs, newId } from "#/kernel/index.ts";
import { join, setUpTestOrganisation } from "../../../tests/support/identity.ts";
import { appPasswordOf, inParts, type MailTest, openMailTest } from "../../../tests/support/mail.ts";
import { maintainMail, sendMessage, submitMail } from "../index.ts";

const bsn = "Het BSN van mevrouw is 111222333.";
const proposal = `version: 1
name: Praktijk
triggers:
  - name: bsn
    when: { findings: [{ kinds: [bsn], confidence: 0.6 }] }
    action: secure
  - name: rekenblad
    when: { attachments: { kinds: [spreadsheet] } }
    action: hold
  - name: personeel
    when: { keywords: [beoordelingsgesprek] }
    action: hold
exceptions:
  - { name: lab, triggers: [bsn], domains: [lab.example], until: 2099-12-31, reason: Eigen lijn }
approval: { approvers: [piet@tulp.example] }
`;
const none = { plain: 0, secure: 0, hold: 0, refuse: 0 };

describe("agreements tried on the mail of the last 30 days", () => {
  let test: MailTest;
  before(async () => {
    test = await openMailTest();
    await readCurrent(test.app, test.sender);
  });
  after(() => test?.close());

  const relay = async (to: readonly string[], body: string): Promise<void> => {
    const from = test.sender.email;
    const raw = `From: ${from}\r\nTo: ${to.join(", ")}\r\nSubject: Vraag\r\nMessage-ID: <${newId()}@mijn.example>\r\n\r\n${body}\r\n`;
    const actor = await appPasswordOf(test.app, test.sender);
    await submitMail(test.app, actor, { envelope: { from, to: to.map((email) => ({ email })) }, source: inParts(raw) });
  };

  it("Tell how many mails would have gone sealed or been held, before anything is agreed", async () => {
    await relay(["een@buiten.example"], bsn);
    await relay(["twee@lab.example"], bsn);
    await relay(["drie@buiten.example"], "Tot morgen!");
    const sheet = { name: "a.csv", type: "text/csv", content: Buffer.from("a;b\n1;2\n") };
    const to = [{ email: "vier@buiten.example" }];
    await sendMessage(test.app, test.sender, {
      door: "web",
      recipients: to,
      subject: "x",
      text: "x",
      attachments: [sheet],
    });
    const replayed = await replay(test.app, test.sender, proposal);
    assert.deepEqual([replayed.mails, replayed.replayed], [4, 4]);
    assert.deepEqual(replayed.happened, { ...none, plain: 3, secure: 1 });
    assert.deepEqual(replayed.proposed, { ...none, plain: 2, secure: 1, hold: 1 });
    assert.deepEqual(
      replayed.triggers.map(({ name, mails }) => [name, mails]),
      [
        ["bsn", 1],
        ["rekenblad", 1],
      ],
    );
    assert.deepEqual(replayed.untold, ["personeel"], "words are not kept");
  });

  it("A mail of which only some recipients get a sealed one is one mail", async () => {
    const { version } = await putInForce(test.app, test.sender, { text: proposal, after: 0 });
    assert.equal(version, 1);
    const { mails } = await replay(test.app, test.sender, proposal);
    await relay(["vijf@buiten.example", "zes@lab.example"], bsn);
    const replayed = await replay(test.app, test.sender, proposal);
    assert.deepEqual([replayed.mails, replayed.happened.secure], [mails + 1, 2]);
  });

  it("What is kept says nothing to whoever has the database, and nothing to members and other firms", async () => {
    const rows = await test.app.testDatabase.asOwner<{ sealed: Buffer }>("select sealed from agreements_record");
    assert.ok(rows.length >= 5);
    for (const { sealed } of rows) assert.doesNotMatch(sealed.toString("latin1"), /buiten\.example|bsn|tulp/);
    const { actor: piet } = await join(test.app, test.sender, "piet");
    await assert.rejects(replay(test.app, piet, proposal), { code: "identity.role_missing" });
    const stranger = await setUpTestOrganisation(test.app, { domain: "roos.example" });
    assert.equal((await replay(test.app, stranger.admin, proposal)).mails, 0);
  });

  it("Records go after as many days as the agreements keep them", async () => {
    const age = (days: number): Promise<unknown> =>
      test.app.testDatabase.asOwner(
        `update agreements_record set at = '${new Date(test.app.clock.now().getTime() - days * dayMs).toISOString()}'`,
      );
    await age(89);
    await maintainMail(test.app, test.sender.organisationId);
    assert.equal((await replay(test.app, test.sender, proposal)).mails, 0, "of the last 30 days alone");
    const kept = await test.app.testDatabase.asOwner("select 1 from agreements_record");
    assert.ok(kept.length >= 5);
    await age(91);
    await maintainMail(test.app, test.sender.organisationId);
    assert.deepEqual(await test.app.testDatabase.asOwner("select 1 from agreements_record"), []);
  });
});
