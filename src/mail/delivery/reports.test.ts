import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type MailTest, openMailTest } from "../../../tests/support/mail.ts";
import { readMessage, resendNotification, sendMessage, takeReport } from "../index.ts";
import { failureReport } from "./failure-report.ts";
import { readReport } from "./read-report.ts";

const bytes = (text: string): Buffer => Buffer.from(text.replaceAll(/\r?\n/g, "\r\n"), "utf8");

const standard = (action: string, status: string, original: string): Buffer =>
  bytes(`Return-Path: <>
From: MAILER-DAEMON@mx.buiten.example
To: ada@tulp.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.buiten.example

Final-Recipient: rfc822; <Gast@buiten.example>
Action: ${action}
Status: ${status}
Diagnostic-Code: smtp; 550-5.1.1 The account
    that you tried to reach does not exist

--b
Content-Type: text/rfc822-headers

${original}
--b--
`);

const loose = (subject: string, text: string, more = ""): Buffer =>
  bytes(
    `From: Mail Delivery Subsystem <mailer-daemon@mx.example>\n${more}To: ada@tulp.example\nSubject: ${subject}\n\n${text}\n`,
  );

describe("Delivery reports are understood", () => {
  it("As the standard has them", async () => {
    const report = await readReport(standard("failed", "5.1.1", "Subject: x"));
    assert.equal(report.kind, "failed");
    const answer = "550-5.1.1 The account that you tried to reach does not exist";
    assert.deepEqual(report.recipients, [{ email: "gast@buiten.example", status: "5.1.1", answer }]);
    assert.equal((await readReport(standard("delayed", "4.4.1", ""))).kind, "delayed");
    for (const action of ["delivered", "relayed", "expanded"])
      assert.equal((await readReport(standard(action, "2.0.0", ""))).kind, "delivered");
    assert.equal((await readReport(standard("unheard-of", "5.2.2", ""))).kind, "failed", "then the status counts");
  });

  it("As servers write them that do not keep to it", async () => {
    const kinds = [
      [loose("Undeliverable message", "User unknown: gast@buiten.example"), "failed"],
      [loose("failure notice", "<gast@buiten.example>:\n550 5.1.1 no mailbox\n\n--- Below this line"), "failed"],
      [loose("Warning: could not send message for past 4 hours", "we will keep trying\nstill trying"), "delayed"],
      [loose("Delivery Status Notification (Delay)", "temporary failure, 4.4.1 no answer"), "delayed"],
      [loose("Nog iets", "Zie hieronder", "X-Failed-Recipients: gast@buiten.example\n"), "failed"],
    ] as const;
    for (const [mail, kind] of kinds) assert.equal((await readReport(mail)).kind, kind, String(mail));
    const [recipient] = (await readReport(kinds[1]![0])).recipients;
    assert.deepEqual([recipient?.email, recipient?.status], ["gast@buiten.example", "5.1.1"]);
  });

  it("Mail of people, absences, complaints and rubbish are no reports", async () => {
    const none = [
      bytes("From: Gerda <gerda@buiten.example>\nSubject: Delivery failed?\n\nuser unknown, zegt de site\n"),
      loose("Out of office: user unknown", "I am away"),
      loose("Hello", "nothing of the kind"),
      bytes(
        'From: x@y.example\nContent-Type: multipart/report; boundary="b"\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n\n--b--\n',
      ),
      Buffer.alloc(0),
      Buffer.alloc(3_000_000, 0x41),
      Buffer.from([0, 255, 13, 10, 13, 10]),
    ];
    for (const mail of none) assert.equal((await readReport(mail)).kind, "none", String(mail.subarray(0, 80)));
  });

  it("A report of our own reads as one, whatever stands in the server's answer", async () => {
    const report = failureReport({
      action: "failed",
      from: { name: 'Zegel "Café"', address: "no-reply@tulp.example" },
      to: "ada@tulp.example",
      subject: "Niet afgeleverd bij één",
      text: "Je mail kon niet worden afgeleverd. é",
      messageId: "<1@tulp.example>",
      reportingHost: "mail.tulp.example",
      envelopeId: "QQ314159",
      arrivedAt: new Date(0),
      at: new Date(60_000),
      recipients: [{ email: "gast@buiten.example", answer: "552 5.2.2 vol\r\nAction: delivered é" }],
      header: "Subject: één\r\nX: y\r\n",
    });
    assert.ok(report.every((byte) => byte < 0x7f));
    const read = await readReport(report);
    assert.deepEqual(
      [read.kind, read.recipients[0]?.status, read.recipients[0]?.email],
      ["failed", "5.2.2", "gast@buiten.example"],
    );
    assert.match(read.everything, /QQ314159/);
  });
});

describe("A delivery report moves the state of its recipient", () => {
  let test: MailTest;
  let count = 0;
  before(async () => void (test = await openMailTest({ ZEGEL_BOUNCE: "bounces@tulp.example" })));
  after(() => test.close());

  const sent = async () => {
    const email = `weg${++count}@buiten.example`;
    const { messageId, recipients } = await sendMessage(test.app, test.sender, {
      door: "web",
      recipients: [{ email }],
      subject: "x",
      text: "x",
    });
    const mail = await test.mailTo(email);
    const state = async (): Promise<string> =>
      (await readMessage(test.app, test.sender, messageId)).recipients[0]!.state;
    return { email, mail, state, recipientId: recipients[0]!.recipientId };
  };

  it("A notification goes from an address of its own, and a report that comes there is known by it", async () => {
    const { email, mail, state } = await sent();
    const [, id] = /^bounces\+([0-9a-f]{48})@tulp\.example$/.exec(mail.from) ?? [];
    assert.ok(id);
    const report = standard("failed", "5.1.1", "Subject: x").toString().replace("ada@tulp.example", mail.from);
    assert.deepEqual(await takeReport(test.app, bytes(report)), { kind: "failed", known: 1, changed: 1 });
    assert.equal(await state(), "bounced");
    const notice = await test.mailTo(test.sender.email);
    assert.match(notice.parsed.subject ?? "", new RegExp(`bij ${email}`));
    assert.match(notice.parsed.text ?? "", /does not exist/);
    assert.equal((await takeReport(test.app, bytes(report))).changed, 0, "once is enough");
  });

  it("Where only the returned mail names it, also in a server's own form, it is known by its Message-ID", async () => {
    const { mail, state } = await sent();
    const text = `<x>: 550 5.1.1 gone\n\n--- Below this line\nMessage-ID: ${mail.parsed.messageId}\n`;
    assert.equal((await takeReport(test.app, loose("failure notice", text))).changed, 1);
    assert.equal(await state(), "bounced");
  });

  it("A report that is made up changes nothing", async () => {
    const { mail, state, recipientId } = await sent();
    const [, id = ""] = /^<(\w+)@/.exec(mail.parsed.messageId ?? "") ?? [];
    const forged = id.slice(0, 32) + id.slice(32).replaceAll(/./g, (sign) => (sign === "0" ? "1" : "0"));
    for (const named of [forged, recipientId, recipientId.replaceAll("-", "") + "0".repeat(16)]) {
      const taken = await takeReport(test.app, standard("failed", "5.1.1", `Message-ID: <${named}@tulp.example>`));
      assert.deepEqual([taken.known, taken.changed], [0, 0]);
    }
    assert.equal(await state(), "handed-over");
  });

  it("A delay is told and not taken for a failure, and an old report says nothing of what was sent since", async () => {
    const { mail, state, recipientId } = await sent();
    const header = `Message-ID: ${mail.parsed.messageId}`;
    assert.equal((await takeReport(test.app, standard("delayed", "4.4.1", header))).changed, 1);
    assert.equal(await state(), "handed-over");
    assert.match((await test.mailTo(test.sender.email)).parsed.subject ?? "", /^Nog niet afgeleverd/);
    test.app.clock.advance(1000);
    await resendNotification(test.app, test.sender, recipientId);
    assert.equal((await takeReport(test.app, standard("failed", "5.1.1", header))).changed, 0);
    assert.notEqual(await state(), "bounced");
  });
});
