import assert from "node:assert/strict";
import { after, test } from "node:test";
import { revokeAppPassword, createAppPassword } from "#/identity/index.ts";
import { readMessage } from "#/mail/index.ts";
import { openTestApp, setUpTestOrganisation } from "../../../tests/support/identity.ts";
import { idIn, openTestSmtpDoor } from "../../../tests/support/smtp-door.ts";
import { plainToken, talkSmtp } from "../../../tests/support/smtp-talk.ts";

const desk = await openTestSmtpDoor();
after(() => desk.close());
const { organisation } = desk;
const sender = organisation.adminEmail;
const guest = "ann@peeters.example";

const secure = (head: string, body = "Hallo\r\n"): string =>
  `From: Ada <${sender}>\r\nTo: Ann <${guest}>\r\nX-Zegel-Secure: yes\r\nSubject: Offerte\r\n${head}\r\n${body}`;

test("The door says what it can, and offers to log in only once the connection is encrypted", async () => {
  const talk = await talkSmtp(desk.startTlsPort);
  assert.match(talk.greeting.text, /^220 localhost ESMTP Zegel$/);
  const open = await talk.say("EHLO client.example");
  assert.doesNotMatch(open.text, /AUTH/);
  assert.match(open.text, /STARTTLS/);
  assert.equal((await talk.say(`AUTH PLAIN ${plainToken("a", "b")}`)).code, 538);
  assert.equal((await talk.say(`MAIL FROM:<${sender}>`)).code, 530);
  await talk.startTls();
  const safe = await talk.say("EHLO client.example");
  for (const feature of [
    "SIZE 157286400",
    "PIPELINING",
    "8BITMIME",
    "SMTPUTF8",
    "ENHANCEDSTATUSCODES",
    "DSN",
    "AUTH PLAIN LOGIN",
  ])
    assert.ok(safe.text.includes(feature), feature);
  assert.match((await talk.say(`MAIL FROM:<${sender}>`)).text, /^530 5\.7\.0/);
  talk.end();
});

test("Whoever knows the app password gets in by PLAIN and by LOGIN, on both ports; nobody else does", async () => {
  const { userName, secret } = desk.password;
  const direct = await talkSmtp(desk.tlsPort, { implicitTls: true });
  await direct.say("EHLO client.example");
  assert.match((await direct.say("AUTH LOGIN")).text, /^334/);
  await direct.say(Buffer.from(userName).toString("base64"));
  assert.match((await direct.say(Buffer.from(secret).toString("base64"))).text, /^235 2\.7\.0/);
  direct.end();

  const wrong = await talkSmtp(desk.startTlsPort);
  const refused = await wrong.logIn(userName, `${secret}x`);
  assert.match(
    refused.text,
    /^535-5\.7\.8 .*app password.*\n535 5\.7\.8 http:\/\/localhost:8025\/help\/mail-program$/s,
  );
  assert.match((await wrong.say(`AUTH PLAIN ${plainToken("nobody@tulp.example", secret)}`)).text, /^535/);
  assert.match((await wrong.say(`AUTH PLAIN ${plainToken(sender, "blauwe tulpen in mei")}`)).text, /^535/);
  await wrong.closed;
});

test("A secure mail is sealed, and its original comes out byte for byte", async () => {
  const talk = await desk.enter();
  const message = secure(
    "Bcc: secret@x.example\r\nX-Zegel-Verify: none\r\nContent-Type: multipart/mixed; boundary=b\r\nReceived: from x\r\n",
    "--b\r\n\r\n.dotted\r\n..twice\r\nHallo Ann\r\n--b\r\nContent-Type: application/pdf; name=plan.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\naGFsbG8=\r\n--b--\r\nepilogue\r\n",
  );
  const answer = await talk.submit(sender, [guest], message);
  assert.match(answer.text, /^250 2\.6\.0 Sealed [0-9a-f-]{36}$/);
  assert.equal((await desk.original(idIn(answer))).toString("latin1"), message);
  const read = await readMessage(desk.app, organisation.admin, idIn(answer));
  assert.equal(read.subject, "Offerte");
  assert.equal(read.text, ".dotted\n..twice\nHallo Ann");
  assert.deepEqual(
    read.attachments.map(({ name, sizeBytes }) => [name, sizeBytes]),
    [["plan.pdf", 5]],
  );
  assert.deepEqual(
    read.recipients.map(({ email, state }) => [email, state]),
    [[guest, "queued"]],
  );
  talk.end();
});

test("Whoever is in the envelope alone has a conversation of their own, and the others do not see them", async () => {
  const talk = await desk.enter();
  const answer = await talk.submit(sender, [guest, "hidden@x.example"], secure(""));
  const read = await readMessage(desk.app, organisation.admin, idIn(answer));
  assert.deepEqual(read.recipients.map(({ email, role }) => [email, role]).toSorted(), [
    [guest, "to"],
    ["hidden@x.example", "bcc"],
  ]);
  talk.end();
});

test("Secure sending is asked for by header, sensitivity or a tag in the subject, which guests do not see", async () => {
  const talk = await desk.enter();
  const mail = (head: string): string => `From: ${sender}\r\nTo: ${guest}\r\n${head}\r\n\r\nx\r\n`;
  for (const [head, way] of [
    ["Subject: x\r\nX-Zegel-Secure: JA", "Sealed"],
    ["Subject: x\r\nX-Zegel-Secure: no", "Accepted for relay"],
    ["Subject: x\r\nSensitivity: Company-Confidential", "Sealed"],
    ["Subject: x\r\nSensitivity: Normal", "Accepted for relay"],
    ["Subject: x\r\nX-Zegel-Verify: none", "Sealed"],
    ["Subject: x", "Accepted for relay"],
  ] as const)
    assert.match((await talk.submit(sender, [guest], mail(head))).text, new RegExp(`^250 2\\.6\\.0 ${way}`), head);
  const tagged = await talk.submit(sender, [guest], mail("Subject: Re: [Veilig] de offerte"));
  assert.equal((await readMessage(desk.app, organisation.admin, idIn(tagged))).subject, "Re: de offerte");
  for (const head of ["X-Zegel-Secure: perhaps", "X-Zegel-Verify: fingerprint", "X-Zegel-Verify: sms call me"])
    assert.match((await talk.submit(sender, [guest], mail(`Subject: x\r\n${head}`))).text, /^554-5\.6\.0/, head);
  talk.end();
});

test("A phone number in the mail sets the check; who lacks theirs waits and the others are served", async () => {
  const talk = await desk.enter();
  const withNumber = await talk.submit(sender, [guest], secure("X-Zegel-Verify: sms +31 6 12345678\r\n"));
  const [reached] = (await readMessage(desk.app, organisation.admin, idIn(withNumber))).recipients;
  assert.deepEqual([reached!.verification, reached!.state], ["sms", "queued"]);
  const without = await talk.submit(
    sender,
    [guest, "new@x.example"],
    secure("Cc: new@x.example\r\nX-Zegel-Verify: sms\r\n"),
  );
  const { recipients } = await readMessage(desk.app, organisation.admin, idIn(without));
  assert.deepEqual(recipients.map(({ email, state }) => [email, state]).toSorted(), [
    [guest, "queued"],
    ["new@x.example", "waiting"],
  ]);
  talk.end();
});

test("Nobody sends in somebody else's name, but for an application that was allowed to", async () => {
  const talk = await desk.enter();
  assert.match((await talk.say("MAIL FROM:<boss@tulp.example>")).text, /^550-5\.7\.1 .*boss@tulp\.example/);
  assert.match((await talk.say("MAIL FROM:<>")).text, /^550-5\.7\.1/);
  const foreign = (from: string): string => `${from}\r\nTo: ${guest}\r\nX-Zegel-Secure: yes\r\n\r\nx\r\n`;
  for (const from of [
    "From: boss@tulp.example",
    `From: ${sender}, boss@tulp.example`,
    `From: ${sender}\r\nFrom: boss@tulp.example`,
    `From: ${sender}\r\nSender: boss@tulp.example`,
    "From: boss at tulp",
    `From\r\n : <boss@tulp.example>\r\nFrom: ${sender}`,
    `From: "${sender}" <boss@tulp.example>`,
  ]) {
    assert.match((await talk.submit(sender, [guest], foreign(from))).text, /^550-5\.7\.1/, from);
    await talk.say("RSET");
  }
  talk.end();
  const scanner = await desk.enter(desk.anyFrom);
  const answer = await scanner.submit(sender, [guest], foreign("From: Archief <archief@elders.example>"));
  const read = await readMessage(desk.app, organisation.admin, idIn(answer));
  assert.deepEqual(read.from, { email: "archief@elders.example", name: "Archief" });
  scanner.end();
});

test("A mail that was submitted again after a lost answer is not sent twice", async () => {
  const talk = await desk.enter();
  const message = secure("Message-ID: <once@client.example>\r\n");
  const first = await talk.submit(sender, [guest], message);
  const again = await talk.submit(sender, [guest], message);
  assert.equal(idIn(again), idIn(first));
  const other = await talk.submit(sender, [guest], `${message}more\r\n`);
  assert.notEqual(idIn(other), idIn(first));
  const nameless = [await talk.submit(sender, [guest], secure("")), await talk.submit(sender, [guest], secure(""))];
  assert.notEqual(idIn(nameless[0]!), idIn(nameless[1]!));
  talk.end();
});

test("An app password that is revoked ends its open connections at once", async () => {
  const { app } = desk;
  const revoked = await createAppPassword(app, organisation.admin, { door: "smtp", label: "Oude telefoon" });
  const talk = await desk.enter(revoked);
  await revokeAppPassword(app, organisation.admin, { appPasswordId: revoked.appPasswordId });
  await talk.closed;
  const back = await talkSmtp(desk.startTlsPort);
  assert.equal((await back.logIn(revoked.userName, revoked.secret)).code, 535);
  back.end();
});

test("An app password that another process revoked ends its connections too", async () => {
  const elsewhere = await openTestSmtpDoor({ limits: { revokedCheckMs: 50 } });
  const talk = await elsewhere.enter();
  await elsewhere.app.testDatabase.asOwner("update identity_app_password set revoked_at = now()");
  assert.match((await talk.hear()).text, /^421/);
  await talk.closed;
  await elsewhere.close();
});

test("An address with letters beyond ASCII needs a program that announces them", async () => {
  const talk = await desk.enter();
  await talk.say(`MAIL FROM:<${sender}>`);
  assert.match((await talk.say("RCPT TO:<renée@x.example>")).text, /^553-5\.6\.7/);
  await talk.say("RSET");
  await talk.say(`MAIL FROM:<${sender}> SMTPUTF8 BODY=8BITMIME`);
  assert.equal((await talk.say("RCPT TO:<renée@x.example>")).code, 250);
  talk.end();
});

test("Everything of one organisation's app password stays in that organisation", async () => {
  const other = await openTestApp();
  const elsewhere = await setUpTestOrganisation(other, { domain: "roos.example" });
  const foreign = await createAppPassword(other, elsewhere.admin, { door: "smtp", label: "x" });
  const talk = await talkSmtp(desk.startTlsPort);
  assert.equal((await talk.logIn(foreign.userName, foreign.secret)).code, 535);
  talk.end();
  await other.close();
});
