import assert from "node:assert/strict";
import { test } from "node:test";
import { allRoutes } from "#/contract/index.ts";
import { logInAsMember } from "../../bench/corpus/read-back.ts";
import { openSmtpSink, type SmtpSink } from "../support/smtp-sink.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { setUpUnattended } from "../support/unattended.ts";
import { until } from "../support/until.ts";
import { pathOf } from "./http/support/client.ts";
import type { Person } from "./http/support/people.ts";
import { save, scheduled, send, setUndo, toPerson } from "./http/support/writing.ts";

const messages = 24;
const parallel = 4;

test("A server that is killed while messages leave lets each of them leave, and none twice", async () => {
  let sink: SmtpSink | undefined;
  let server: TestServer | undefined;
  try {
    sink = await openSmtpSink();
    const environment = { ZEGEL_SMARTHOST: `smtp://127.0.0.1:${sink.port}` };
    server = await startTestServer({ environment });
    const { email, password } = await setUpUnattended(server, "kill.example");
    const browser = await logInAsMember(server.url, email, password);
    const person = { browser, email } as unknown as Person;
    await setUndo(person, 2);
    const guests = Array.from({ length: messages }, (_, index) => `gast${index}@buiten.example`);
    const waiting = [...guests];
    const work = async (): Promise<void> => {
      for (let guest = waiting.shift(); guest; guest = waiting.shift())
        await send(person, await save(person, { subject: guest, text: "x", recipients: [toPerson(guest)] }));
    };
    await Promise.all(Array.from({ length: parallel }, work));
    const { dataDirectory } = server;
    const arrived = (): number => new Set(sink!.mails.flatMap(({ to }) => to)).size;
    await until("some have left", () => arrived() >= messages / 3);
    await server.kill();
    server = await startTestServer({ environment, dataDirectory });
    Object.assign(browser, { base: server.url });
    await until("all have left", () => arrived() === messages);
    assert.deepEqual(
      await until("none waits", async () => {
        const entries = await scheduled(person);
        return entries.length === 0 && entries;
      }),
      [],
    );
    const path = pathOf(allRoutes.listMessages, { query: { folder: "sent", limit: "100" } });
    const headers = { "x-zegel-token": browser.token! };
    const listed = (await (await browser.fetch(path, { headers })).json()) as { entries: { subject: string }[] };
    assert.deepEqual(listed.entries.map(({ subject }) => subject).toSorted(), guests.toSorted());
    // What was being handed over at the moment of the kill may be handed over again: as the same mail.
    const byGuest = Map.groupBy(sink.mails, ({ to }) => to[0]!);
    for (const mails of byGuest.values()) {
      const ids = new Set(mails.map(({ bytes }) => /^Message-ID: (.*)$/im.exec(bytes.toString())?.[1]));
      assert.equal(ids.size, 1);
    }
  } finally {
    await server?.stop();
    await sink?.close();
  }
});
