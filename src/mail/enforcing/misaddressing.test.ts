import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { putInForce } from "#/agreements/index.ts";
import { newId } from "#/kernel/index.ts";
import { join } from "../../../tests/support/identity.ts";
import { appPasswordOf, inParts, type MailTest, openMailTest } from "../../../tests/support/mail.ts";
import {
  heedWarning,
  listScheduled,
  listWarnings,
  renewWarning,
  sendMessage,
  submitMail,
  suspectRecipients,
} from "../index.ts";

describe("mail to the wrong person", () => {
  let test: MailTest;
  before(async () => {
    test = await openMailTest();
    await join(test.app, test.sender, "piet");
  });
  after(() => test?.close());

  const send = (to: readonly string[], text = "Hierbij.") =>
    sendMessage(test.app, test.sender, {
      door: "web",
      recipients: to.map((email) => ({ email })),
      subject: "Stukken",
      text,
    });
  const suspect = async (email: string, text = ""): Promise<string[]> => {
    const recipients = [{ email, role: "to" as const }];
    const { recipients: found } = await suspectRecipients(test.app, test.sender, { recipients, text });
    return found[0]!.suspicions.map(({ signal, meant }) => (meant === undefined ? signal : `${signal} ${meant}`));
  };

  it("An address one letter away from one that is used is seen, and so is a colleague's", async () => {
    for (let times = 0; times < 3; times++) await send(["mieke.jansen@thuiszorg.example"]);
    assert.deepEqual(await suspect("mieke.jansen@thuiszorg.example"), []);
    assert.deepEqual(await suspect("mieke.janssen@thuiszorg.example"), ["typo mieke.jansen@thuiszorg.example"]);
    const domain = test.sender.email.split("@")[1]!;
    assert.deepEqual(await suspect(`pieet@${domain}`), [`typo piet@${domain}`]);
    assert.deepEqual(await suspect(`niemand@${domain}`), ["typo"]);
    assert.deepEqual(await suspect(`piet@${domain}`), []);
  });

  it("Ordinary mail from a mail program teaches whom one writes to", async () => {
    const from = test.sender.email;
    const to = "t.vandam@woningbouw.example";
    const actor = await appPasswordOf(test.app, test.sender);
    for (let times = 0; times < 3; times++) {
      const raw = `From: ${from}\r\nTo: ${to}\r\nSubject: Sleutels\r\nMessage-ID: <${newId()}@mijn.example>\r\n\r\nZie onder.\r\n`;
      const envelope = { from, to: [{ email: to }] };
      assert.equal((await submitMail(test.app, actor, { envelope, source: inParts(raw) })).way, "relayed");
    }
    assert.deepEqual(await suspect("t.vandan@woningbouw.example"), [`typo ${to}`]);
  });

  it("Whoever is drawn into a conversation among colleagues is seen as coming from outside", async () => {
    const domain = test.sender.email.split("@")[1]!;
    const { conversationId } = await send([`piet@${domain}`]);
    const recipients = [{ email: "buiten@elders.example", role: "to" as const }];
    const { recipients: found } = await suspectRecipients(test.app, test.sender, {
      recipients,
      conversationId,
      text: "",
    });
    assert.deepEqual(
      found[0]!.suspicions.map(({ signal }) => signal),
      ["outsider"],
    );
  });

  it("A warning counts as passed over when the message is sent all the same, goes by itself, and can be asked back", async () => {
    const wrong = "mieke.jansem@thuiszorg.example";
    const typo = async () =>
      (await listWarnings(test.app, test.sender)).warnings.find(({ signal }) => signal === "typo");
    await send([wrong]);
    assert.deepEqual([(await typo())!.shown, (await typo())!.heeded], [1, 0]);
    await heedWarning(test.app, test.sender, "typo");
    assert.deepEqual([(await typo())!.shown, (await typo())!.heeded], [2, 1]);
    await renewWarning(test.app, test.sender, "typo");
    assert.equal(await typo(), undefined);
    const owner = test.app.testDatabase;
    await owner.asOwner(
      `insert into mail_warning select '${test.sender.organisationId}', '${test.sender.mailboxSpaceId}', gen_random_uuid(), 'typo', false, now() from generate_series(1, 60)`,
    );
    assert.equal((await typo())!.isRetired, true);
    assert.deepEqual(await suspect("mieke.jansens@thuiszorg.example"), []);
    await renewWarning(test.app, test.sender, "typo");
    assert.equal((await suspect("mieke.jansens@thuiszorg.example")).length, 1);
  });

  it("Where the agreements say so, mail to a domain that imitates another waits for an approver", async () => {
    const domain = test.sender.email.split("@")[1]!;
    const text = `version: 1\nname: Praktijk\nmisaddressing: { look-alike: hold }\napproval: { approvers: [piet@${domain}] }\n`;
    await putInForce(test.app, test.sender, { text, after: 0 });
    assert.deepEqual(await suspect("mieke@thu1szorg.example"), ["look-alike thuiszorg.example"]);
    const sent = await send(["mieke@thu1szorg.example"]);
    assert.equal(sent.held, true);
    const entries = await listScheduled(test.app, test.sender);
    assert.equal(
      entries.some(({ messageId, hold }) => messageId === sent.messageId && hold !== null),
      true,
    );
  });
});
