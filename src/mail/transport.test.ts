import assert from "node:assert/strict";
import { test } from "node:test";
import { makeSelfSigned } from "../doors/smtp/self-signed.ts";
import { openSmarthost, type SmarthostOptions } from "../../tests/support/smarthost.ts";
import type { OutgoingMail } from "./dispatch-content.ts";
import { openTransport } from "./transport.ts";

const mail: OutgoingMail = {
  type: "mail",
  envelope: { from: "", to: ["gast@buiten.example"] },
  message: {
    from: { name: "Ada", address: "no-reply@tulp.example" },
    to: { name: "", address: "gast@buiten.example" },
    subject: "Bericht",
    text: "Tekst\n",
    html: "<p>Tekst</p>",
    messageId: "<1@tulp.example>",
    date: "2026-05-01T10:00:00.000Z",
    language: "nl",
  },
};
const { certificate, key } = makeSelfSigned(["localhost", "127.0.0.1"], new Date());
const tls = { cert: certificate, key };
const login = { user: "zegel", password: "goed" };

async function delivered(
  options: SmarthostOptions,
  how: { requireTls?: boolean; implicitTls?: boolean; password?: string },
) {
  const smarthost = await openSmarthost(options);
  const transport = openTransport({
    kind: "smtp",
    host: "127.0.0.1",
    port: smarthost.port,
    implicitTls: false,
    requireTls: false,
    user: how.password === undefined ? undefined : login.user,
    password: undefined,
    ...how,
  });
  const delivery = await transport.deliver(mail);
  transport.close();
  await smarthost.close();
  return { delivery, taken: smarthost.mails };
}

test("Where encryption is required, a smarthost that offers none gets nothing", async () => {
  const { delivery, taken } = await delivered({}, { requireTls: true });
  assert.deepEqual([delivery.kind, taken.length], ["retry", 0]);
});

test("Where encryption is required, a smarthost that can't prove its name gets nothing", async () => {
  const { delivery, taken } = await delivered({ tls }, { requireTls: true });
  assert.deepEqual([delivery.kind, taken.length], ["retry", 0]);
});

test("Where it is not required, it is used all the same when offered", async () => {
  const { delivery, taken } = await delivered({ tls }, {});
  assert.equal(delivery.kind, "accepted");
  assert.equal(taken[0]!.wasEncrypted, true);
  assert.deepEqual([taken[0]!.from, taken[0]!.parsed.messageId], ["", "<1@tulp.example>"]);
});

test("Wrong credentials make mail wait, not bounce", async () => {
  assert.equal((await delivered({ login }, { password: "goed" })).delivery.kind, "accepted");
  assert.equal((await delivered({ login }, { password: "fout" })).delivery.kind, "retry");
});

test("A smarthost that is not there makes mail wait", async () => {
  const transport = openTransport({
    kind: "smtp",
    host: "127.0.0.1",
    port: 1,
    implicitTls: false,
    requireTls: false,
    user: undefined,
    password: undefined,
  });
  const delivery = await transport.deliver(mail);
  assert.equal(delivery.kind, "retry");
  transport.close();
});
