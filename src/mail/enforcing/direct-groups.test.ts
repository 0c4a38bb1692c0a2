import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { putInForce } from "#/agreements/index.ts";
import { newId, systemClock } from "#/kernel/index.ts";
import { openRelay, type RelayApp } from "#/relay/index.ts";
import { makeAuthority } from "../../../tests/support/authority.ts";
import { join } from "../../../tests/support/identity.ts";
import { appPasswordOf, inParts, type MailTest, openMailTest } from "../../../tests/support/mail.ts";
import { startValidatingResolver, type ValidatingResolver } from "../../../tests/support/signed-zones.ts";
import { openSmarthost, type Smarthost } from "../../../tests/support/smarthost.ts";
import { listRelayed, submitMail } from "../index.ts";

const agreements = `version: 1
name: Praktijk
triggers:
  - name: bsn
    when: { findings: [{ kinds: [bsn], confidence: 0.6 }] }
    action: secure
  - name: dossier
    when: { keywords: [dossier] }
    action: secure
    verification: sms
relay: { direct: [dane], for: [bsn] }
`;
const body = "Het BSN van mevrouw is 111222333.";

describe("mail that goes straight to a verified domain instead of being sealed", () => {
  const authority = makeAuthority();
  let test: MailTest;
  let resolver: ValidatingResolver;
  let theirs: Smarthost;
  let relay: RelayApp;

  before(async () => {
    test = await openMailTest();
    await putInForce(test.app, test.sender, { text: agreements, after: 0 });
    const certified = authority.certify(["mx.veilig.example"]);
    theirs = await openSmarthost({ tls: certified });
    const records = ["@ MX 10 mx", "mx A 127.0.0.1"];
    const tlsa = `_${theirs.port}._tcp.mx TLSA 3 1 1 ${certified.tlsa.leaf}`;
    resolver = await startValidatingResolver([
      { name: "veilig.example", records: [...records, tlsa] },
      { name: "gewoon.example", isUnsigned: true, records },
    ]);
    const settings = { allowedRanges: ["127.0.0.0/8"], smtpPort: theirs.port };
    relay = openRelay(resolver.address, systemClock, settings);
    Object.assign(test.app, { relay });
  });
  after(async () => {
    authority.remove();
    await Promise.all([test?.close(), theirs?.close(), resolver?.close()]);
  });

  const submit = async (to: readonly string[], text = body) => {
    const from = test.sender.email;
    const raw = `From: ${from}\r\nTo: ${to.join(", ")}\r\nSubject: Vraag\r\nMessage-ID: <${newId()}@mijn.example>\r\n\r\n${text}\r\n`;
    const actor = await appPasswordOf(test.app, test.sender);
    const envelope = { from, to: to.map((email) => ({ email })) };
    return submitMail(test.app, actor, { envelope, source: inParts(raw) });
  };
  const sealedTo = (email: string): boolean => test.smarthost.mails.some(({ to }) => to.includes(email));

  it("Reaches the domain's own server as it was written, and what is on record says by which way", async () => {
    const sent = await submit(["els@veilig.example"]);
    assert.equal(sent.way, "relayed");
    assert.deepEqual(await test.dispatch(), []);
    const mail = theirs.mails.at(-1)!;
    assert.deepEqual(mail.to, ["els@veilig.example"]);
    assert.match(mail.parsed.text ?? "", /111222333/);
    assert.equal(sealedTo("els@veilig.example"), false);
    const [row] = await test.app.testDatabase.asOwner<{ last_answer: string }>(
      `select last_answer from mail_dispatch where dispatch_id = '${sent.id}'`,
    );
    assert.match(row!.last_answer, /\(DANE, mx\.veilig\.example, TLSv1\.[23]\)$/);
  });

  it("The sender sees which way each went, and nobody else does", async () => {
    await submit(["ann@gewoon.example"], "Tot morgen!");
    const { mails } = await listRelayed(test.app, test.sender);
    assert.deepEqual(mails.map(({ recipients, direct, state }) => [recipients, direct, state]).toSorted(), [
      [["ann@gewoon.example"], [], "queued"],
      [["els@veilig.example"], ["dane"], "handed-over"],
    ]);
    const { actor: piet } = await join(test.app, test.sender, "piet");
    assert.deepEqual((await listRelayed(test.app, piet)).mails, []);
    assert.deepEqual(await test.dispatch(), []);
  });

  it("Whoever cannot be reached so, or of whom a check is asked, gets it sealed", async () => {
    assert.equal((await submit(["bo@gewoon.example"])).way, "sealed");
    assert.equal((await submit(["els@veilig.example"], `${body} Zie het dossier.`)).way, "sealed");
    assert.equal((await submit(["jo@bestaat-niet.example"])).way, "sealed");
  });

  it("Of one mail each recipient gets it the right way, in one act", async () => {
    const already = theirs.mails.length;
    assert.equal((await submit(["els@veilig.example", "bo@gewoon.example"])).way, "sealed");
    assert.deepEqual(await test.dispatch(), []);
    assert.deepEqual(
      theirs.mails.slice(already).map(({ to }) => to),
      [["els@veilig.example"]],
    );
    assert.equal(sealedTo("bo@gewoon.example"), true);
    assert.equal(sealedTo("els@veilig.example"), false);
  });

  it("When the way is lost after it was taken in, the mail waits, and goes no other way", async () => {
    const already = theirs.mails.length;
    const sent = await submit(["els@veilig.example"]);
    Object.assign(test.app, { relay: undefined });
    await test.dispatch();
    assert.equal(theirs.mails.length, already);
    assert.equal(sealedTo("els@veilig.example"), false);
    Object.assign(test.app, { relay });
    const [row] = await test.app.testDatabase.asOwner<{ state: string; last_answer: string }>(
      `select state, last_answer from mail_dispatch where dispatch_id = '${sent.id}'`,
    );
    assert.equal(row!.state, "queued");
    assert.match(row!.last_answer, /no verified way straight to veilig\.example/);
    assert.deepEqual(await test.dispatch(), []);
    assert.equal(theirs.mails.length, already + 1);
  });
});
