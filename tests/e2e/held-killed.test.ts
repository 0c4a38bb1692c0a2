import assert from "node:assert/strict";
import { test } from "node:test";
import { allRoutes } from "#/contract/index.ts";
import { logInAsMember } from "../../bench/corpus/read-back.ts";
import { testPassword } from "../support/identity.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { openSmtpSink, type SmtpSink } from "../support/smtp-sink.ts";
import { talkSmtp } from "../support/smtp-talk.ts";
import { setUpUnattended, type UnattendedFirm } from "../support/unattended.ts";
import { until } from "../support/until.ts";
import { BrowserClient } from "./http/support/client.ts";

const domain = "held.example";
const approver = `piet@${domain}`;
const agreements = `version: 1
name: Held
triggers:
  - name: bsn
    when: { findings: [{ kinds: [bsn], confidence: 0.6 }] }
    action: secure
  - name: personeel
    when: { keywords: [beoordelingsgesprek] }
    action: hold
approval: { approvers: [${approver}] }
`;
const bodies = {
  held: "Over het beoordelingsgesprek.",
  sealed: "Het BSN van mevrouw is 111222333.",
  plain: "Tot morgen!",
} as const;
type Fate = keyof typeof bodies;
const fates = Object.keys(bodies) as Fate[];
const mails = 36;
const parallel = 3;

/** Submits one after the other until the server is gone; says who was acknowledged. */
async function submitAll(server: TestServer, firm: UnattendedFirm, waiting: string[], acknowledged: Set<string>) {
  const talk = await talkSmtp(server.smtpPort);
  assert.equal((await talk.logIn(firm.user, firm.secret)).code, 235);
  for (let to = waiting.shift(); to; to = waiting.shift()) {
    const body = bodies[to.slice(0, to.indexOf("-")) as Fate];
    const mail = `From: <${firm.email}>\r\nTo: <${to}>\r\nSubject: x\r\nMessage-ID: <${to}>\r\n\r\n${body}\r\n`;
    if ((await talk.submit(firm.email, [to], mail)).code === 250) acknowledged.add(to);
  }
  talk.end();
}

async function inviteApprover(url: string, admin: BrowserClient): Promise<void> {
  const body = { email: approver, name: "Piet", roles: ["member"], language: "nl" };
  const { invitationUrl } = await admin.call<{ invitationUrl: string }>(allRoutes.inviteMember, { body });
  const invitation = new URL(invitationUrl);
  await new BrowserClient(url).call(allRoutes.acceptInvitation, {
    params: { invitationId: invitation.pathname.split("/").at(-1)! },
    body: { secret: invitation.hash.slice(1), name: "Piet", password: testPassword },
  });
}

interface Held {
  readonly messageId: string;
  readonly recipients: readonly { readonly email: string }[];
}

test("A server that is killed between deciding and delivering keeps what it held, and sends the rest once", async () => {
  let sink: SmtpSink | undefined;
  let server: TestServer | undefined;
  try {
    sink = await openSmtpSink();
    const environment = { ZEGEL_SMARTHOST: `smtp://127.0.0.1:${sink.port}` };
    server = await startTestServer({ environment });
    const firm = await setUpUnattended(server, domain);
    const admin = await logInAsMember(server.url, firm.email, firm.password);
    await inviteApprover(server.url, admin);
    await admin.call(allRoutes.putAgreementsInForce, { body: { text: agreements, after: 0 } });

    const acknowledged = new Set<string>();
    const waiting = Array.from({ length: mails }, (_, index) => `${fates[index % 3]!}-${index}@buiten.example`);
    const { dataDirectory } = server;
    const submitting = Array.from({ length: parallel }, () =>
      submitAll(server!, firm, waiting, acknowledged).catch(() => undefined),
    );
    await until("some were acknowledged", () => acknowledged.size >= mails / 3);
    await server.kill();
    await Promise.all(submitting);
    assert.ok(acknowledged.size < mails, "the kill came in the middle");

    server = await startTestServer({ environment, dataDirectory });
    const arrived = (to: string): number => {
      const theirs = sink!.mails.filter((mail) => mail.to.includes(to));
      return new Set(theirs.map(({ bytes }) => /^Message-ID: (.*)$/im.exec(bytes.toString())?.[1])).size;
    };
    const taken = (fate: Fate): string[] => [...acknowledged].filter((to) => to.startsWith(fate));
    for (const to of [...taken("sealed"), ...taken("plain")])
      await until(`${to} has its mail`, () => arrived(to) === 1);
    const piet = await logInAsMember(server.url, approver, testPassword);
    const held = (await piet.call<{ entries: Held[] }>(allRoutes.listHeld)).entries;
    const heldFor = held.flatMap(({ recipients }) => recipients.map(({ email }) => email));
    for (const to of taken("held"))
      assert.deepEqual([heldFor.filter((each) => each === to).length, arrived(to)], [1, 0]);
    for (const { bytes } of sink.mails) assert.doesNotMatch(bytes.toString(), /beoordelingsgesprek|111222333/);

    for (const { messageId } of held)
      await piet.call(allRoutes.decideHeld, { params: { messageId }, body: { decision: "release", note: "" } });
    await until("some of the released arrived", () => heldFor.some((to) => arrived(to) > 0));
    await server.kill();
    server = await startTestServer({ environment, dataDirectory });
    for (const to of heldFor) await until(`${to} has what was released`, () => arrived(to) === 1);
  } finally {
    await server?.stop();
    await sink?.close();
  }
});
