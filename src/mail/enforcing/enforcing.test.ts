import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { putInForce } from "#/agreements/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { dayMs, hourMs, newId } from "#/kernel/index.ts";
import { join } from "../../../tests/support/identity.ts";
import { appPasswordOf, enterAs, inParts, type MailTest, openMailTest } from "../../../tests/support/mail.ts";
import { scanOf } from "../../../tests/support/scan.ts";
import {
  cancelSending,
  decideHold,
  guestConversation,
  holdJobs,
  listHeld,
  listScheduled,
  readHeld,
  readMessage,
  saveDraft,
  sendDraft,
  sendMessage,
  submitMail,
} from "../index.ts";

const bsn = "Het BSN van mevrouw is 111222333.";
const agreements = `version: 1
name: Praktijk
triggers:
  - name: bsn
    when: { findings: [{ kinds: [bsn], confidence: 0.6 }] }
    action: secure
    verification: sms
  - name: personeel
    when: { keywords: [beoordelingsgesprek] }
    action: hold
    why: Personeelszaken kijkt altijd mee.
  - name: wachtwoorden
    when: { keywords: [wachtwoordenlijst] }
    action: refuse
    why: Wachtwoorden mailen we nooit.
approval: { approvers: [piet@tulp.example], standIns: [kees@tulp.example], deadlineHours: 4, mayRead: true }
`;

describe("agreements at the doors", () => {
  let test: MailTest;
  let piet: MemberActor;
  let kees: MemberActor;
  before(async () => {
    test = await openMailTest();
    piet = (await join(test.app, test.sender, "piet")).actor;
    kees = (await join(test.app, test.sender, "kees")).actor;
    const domain = test.sender.email.split("@")[1]!;
    await putInForce(test.app, test.sender, { text: agreements.replaceAll("tulp.example", domain), after: 0 });
  });
  after(() => test?.close());

  const web = (to: string, text: string, more: object = {}) =>
    sendMessage(test.app, test.sender, { door: "web", recipients: [{ email: to, ...more }], subject: "Vraag", text });
  const smtp = async (to: readonly string[], body: string, subject = "Vraag") => {
    const from = test.sender.email;
    const raw = `From: ${from}\r\nTo: ${to.join(", ")}\r\nSubject: ${subject}\r\nMessage-ID: <${newId()}@mijn.example>\r\n\r\n${body}\r\n`;
    const actor = await appPasswordOf(test.app, test.sender);
    return submitMail(test.app, actor, {
      envelope: { from, to: to.map((email) => ({ email })) },
      source: inParts(raw),
    });
  };
  const due = async (): Promise<void> => {
    const rows = await test.app.testDatabase.asOwner<{ message_id: string }>("select message_id from mail_hold");
    for (const { message_id: messageId } of rows)
      await holdJobs(test.app)["mail.hold-due"]!({ organisationId: test.sender.organisationId, messageId });
  };

  it("A number that needs a check by text message waits for a phone number, others get theirs", async () => {
    const sent = await sendMessage(test.app, test.sender, {
      door: "web",
      recipients: [{ email: "zonder@buiten.example" }, { email: "met@buiten.example", phone: "0612345678" }],
      subject: "Vraag",
      text: bsn,
    });
    assert.deepEqual(
      sent.recipients.map(({ email, verification, state, reason }) => [email, verification, state, reason]),
      [
        ["zonder@buiten.example", "sms", "waiting", "mail.phone_missing"],
        ["met@buiten.example", "sms", "queued", null],
      ],
    );
    const harmless = await web("zonder@buiten.example", "Tot morgen!");
    assert.equal(harmless.recipients[0]!.verification, "none");
  });

  it("A sender may ask for more than the agreements do, never for less", async () => {
    const less = await web("minder@buiten.example", bsn, { verification: "none" });
    assert.equal(less.recipients[0]!.verification, "sms");
    const more = await web("meer@buiten.example", bsn, { password: "een lang wachtwoord", verification: "password" });
    assert.equal(more.recipients[0]!.verification, "password");
  });

  it("What is in an attachment counts as what is written", async () => {
    const sent = await sendMessage(test.app, test.sender, {
      door: "web",
      recipients: [{ email: "bijlage@buiten.example" }],
      subject: "Bijlage",
      text: "Zie bijlage.",
      attachments: [{ name: "brief.txt", type: "text/plain", content: Buffer.from(bsn) }],
    });
    assert.equal(sent.recipients[0]!.verification, "sms");
  });

  it("What stands in a scan counts too", async () => {
    const sent = await sendMessage(test.app, test.sender, {
      door: "web",
      recipients: [{ email: "scan@buiten.example" }],
      subject: "Bijlage",
      text: "Zie bijlage.",
      attachments: [{ name: "scan.png", type: "image/png", content: await scanOf(`Intake\n\n${bsn}`) }],
    });
    assert.equal(sent.recipients[0]!.verification, "sms");
  });

  it("What may never be mailed is refused at every door, with rule and reason, and nothing is left of it", async () => {
    const earlier = await test.app.testDatabase.asOwner("select 1 from mail_message");
    const refused = { code: "mail.agreements_refuse" };
    await assert.rejects(web("x@buiten.example", "Hier is de wachtwoordenlijst."), {
      ...refused,
      details: { address: "x@buiten.example", rule: "wachtwoorden", why: "Wachtwoorden mailen we nooit." },
    });
    await assert.rejects(smtp(["x@buiten.example"], "Hier is de wachtwoordenlijst."), refused);
    assert.equal((await test.app.testDatabase.asOwner("select 1 from mail_message")).length, earlier.length);
    assert.equal((await test.app.testDatabase.asOwner("select 1 from mail_dispatch where kind = 'relay'")).length, 0);
  });

  it("Ordinary mail from a mail program goes sealed where the agreements ask for it, and by relay where not", async () => {
    const plain = await smtp(["gewoon@buiten.example"], "Tot morgen!");
    assert.equal(plain.way, "relayed");
    const sealed = await smtp(["geheim@buiten.example"], bsn);
    assert.equal(sealed.way, "sealed");
    const colleague = `bram@${test.sender.email.split("@")[1]}`;
    await join(test.app, test.sender, "bram");
    const both = await smtp(["ook@buiten.example", colleague], bsn, "Voor allebei");
    assert.equal(both.way, "sealed");
    assert.deepEqual(await test.dispatch(), []);
    const relayed = test.smarthost.mails.filter(({ parsed }) => parsed.subject === "Voor allebei");
    assert.deepEqual(
      relayed.map(({ to }) => to),
      [[colleague]],
      "a colleague is not in scope, and gets the mail as it was",
    );
    assert.ok(relayed[0]!.parsed.text!.includes("111222333"));
    const others = test.smarthost.mails.filter(({ to }) => to.includes("geheim@buiten.example"));
    assert.ok(others.every(({ parsed }) => !parsed.text!.includes("111222333")));
  });

  it("A held message reaches nobody until an approver lets it go, and the sender hears of each step", async () => {
    const sent = await web("held@buiten.example", "Over je beoordelingsgesprek.");
    assert.equal(sent.held, true);
    await due();
    assert.deepEqual(await test.dispatch(), []);
    const mails = (to: string) => test.smarthost.mails.filter((mail) => mail.to.includes(to));
    assert.equal(mails("held@buiten.example").length, 0);
    assert.match(mails(piet.email).at(-1)!.parsed.subject!, /wacht op jouw vrijgave/);
    assert.ok(!mails(piet.email).at(-1)!.parsed.text!.includes("beoordelingsgesprek"));
    assert.match(mails(test.sender.email).at(-1)!.parsed.subject!, /wacht op vrijgave/);
    const [planned] = await listScheduled(test.app, test.sender);
    assert.equal(planned!.hold!.state, "held");
    assert.deepEqual(planned!.hold!.rules[0]!.because, [{ what: "keyword", value: "beoordelingsgesprek" }]);

    const list = await listHeld(test.app, piet);
    assert.deepEqual([list.isApprover, list.entries.length, list.entries[0]!.mayRead], [true, 1, true]);
    assert.equal(list.entries[0]!.rules[0]!.why, "Personeelszaken kijkt altijd mee.");
    assert.match((await readHeld(test.app, piet, sent.messageId)).content!.text, /beoordelingsgesprek/);
    await decideHold(test.app, piet, { messageId: sent.messageId, decision: "release" });
    const guest = await enterAs(test, "held@buiten.example");
    assert.match((await guestConversation(test.app, guest)).messages[0]!.text!, /beoordelingsgesprek/);
    assert.match(mails(test.sender.email).at(-1)!.parsed.subject!, /vrijgegeven/);
    assert.equal((await readHeld(test.app, piet, sent.messageId)).content, null, "decided: nothing more to read");
  });

  it("Two approvers at once: the first decides, the second is told who did", async () => {
    const { messageId } = await web("twee@buiten.example", "beoordelingsgesprek");
    const tries = await Promise.allSettled([
      decideHold(test.app, piet, { messageId, decision: "release" }),
      decideHold(test.app, kees, { messageId, decision: "refuse", note: "Nee" }),
    ]);
    const lost = tries.filter((each) => each.status === "rejected");
    assert.equal(lost.length, 1);
    assert.equal(lost[0]!.reason.code, "mail.hold_decided");
    assert.ok([piet.name, kees.name].includes(lost[0]!.reason.details.by));
  });

  it("Nobody but an approver decides, and nobody about their own", async () => {
    const { messageId } = await web("mijn@buiten.example", "beoordelingsgesprek");
    await assert.rejects(decideHold(test.app, test.sender, { messageId, decision: "release" }), {
      code: "mail.hold_absent",
    });
    const own = await sendMessage(test.app, piet, {
      door: "web",
      recipients: [{ email: "eigen@buiten.example" }],
      subject: "x",
      text: "beoordelingsgesprek",
    });
    await assert.rejects(decideHold(test.app, piet, { messageId: own.messageId, decision: "release" }), {
      code: "mail.hold_own",
    });
    await decideHold(test.app, kees, { messageId: own.messageId, decision: "release" });
    await assert.rejects(decideHold(test.app, kees, { messageId: newId(), decision: "release" }), {
      code: "mail.hold_absent",
    });
  });

  it("What is given back has a note for the sender, does not leave, and can be changed and sent again", async () => {
    const draftId = newId();
    const content = {
      recipients: [{ email: "terug@buiten.example", role: "to" as const }],
      typed: {},
      subject: "Terug",
      text: "beoordelingsgesprek",
      html: "",
      attachments: [],
    };
    await saveDraft(test.app, test.sender, { draftId, version: 0, content });
    const sent = await sendDraft(test.app, test.sender, { draftId, version: 1 });
    assert.equal(sent.held, true);
    test.app.clock.advance(hourMs);
    await assert.rejects(decideHold(test.app, piet, { messageId: sent.messageId, decision: "return" }), {
      code: "mail.hold_note_missing",
    });
    const note = "Laat de naam weg.";
    await decideHold(test.app, piet, { messageId: sent.messageId, decision: "return", note });
    const planned = (await listScheduled(test.app, test.sender)).find((each) => each.messageId === sent.messageId);
    assert.deepEqual(
      [planned!.hold!.state, planned!.hold!.note, planned!.hold!.decidedBy],
      ["returned", note, piet.name],
    );
    assert.deepEqual(await cancelSending(test.app, test.sender, sent.messageId), { draftId });
    assert.ok(!(await listScheduled(test.app, test.sender)).some((each) => each.messageId === sent.messageId));
  });

  it("After the deadline stand-ins are asked; in the end it goes back to the sender", async () => {
    const { messageId } = await web("laat@buiten.example", "beoordelingsgesprek");
    test.app.clock.advance(5 * hourMs);
    await due();
    assert.match((await test.mailTo(kees.email)).parsed.subject!, /wacht al te lang/);
    test.app.clock.advance(31 * dayMs);
    await due();
    assert.match((await test.mailTo(test.sender.email)).parsed.subject!, /niet vrijgegeven/);
    const planned = (await listScheduled(test.app, test.sender)).find((each) => each.messageId === messageId);
    assert.equal(planned!.hold!.state, "expired");
    await assert.rejects(decideHold(test.app, piet, { messageId, decision: "release" }), { code: "mail.hold_decided" });
  });

  it("A mail program's mail is held as well, and is gone when its sender takes it back", async () => {
    const held = await smtp(["smtp@buiten.example"], "Over het beoordelingsgesprek");
    assert.equal(held.way, "held");
    assert.deepEqual(await cancelSending(test.app, test.sender, held.id), { draftId: null });
    assert.ok(!(await listHeld(test.app, piet)).entries.some((each) => each.messageId === held.id));
  });

  it("Who may open a message sees what was found in it, and in the database there is no trace of it", async () => {
    const { messageId } = await web("gevonden@buiten.example", `${bsn} Nogmaals: 111.222.333.`);
    const { found } = await readMessage(test.app, test.sender, messageId);
    assert.deepEqual(
      found?.counts.map(({ kind, count }) => [kind, count]),
      [["bsn", 1]],
      "the same number in another form is one",
    );
    const rows = await test.app.testDatabase.asOwner(
      "select 1 from mail_hold_reason t where t::text like '%beoordeling%' union all select 1 from mail_hold t where t::text like '%naam weg%'",
    );
    assert.equal(rows.length, 0);
  });
});
