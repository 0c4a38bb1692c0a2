import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { openFlakySmarthost } from "./flaky-smarthost.ts";
import { startTestServer, type TestServer } from "./server.ts";
import { talkSmtp } from "./smtp-talk.ts";
import { setUpUnattended } from "./unattended.ts";
import { until } from "./until.ts";

export interface FlakyRun {
  readonly mails: number;
  readonly kills: number;
  readonly seed: number;
  readonly deadlineMs: number;
}

export interface FlakyOutcome {
  readonly taken: number;
  readonly copies: number;
  readonly refused: number;
  readonly troubles: Readonly<Record<string, number>>;
}

const domain = "flaky.example";
const environment = (port: number) => ({ ZEGEL_SMARTHOST: `smtp://127.0.0.1:${port}`, ZEGEL_RETRY: "1s" });

/**
 * Mails through a smarthost that fails in every way, while the server is killed now and then. What our door answered
 * with 250 must arrive or be reported; what the smarthost's 250 was heard of must not come again.
 */
export async function flakyRun({ mails, kills, seed, deadlineMs }: FlakyRun): Promise<FlakyOutcome> {
  const smarthost = await openFlakySmarthost(seed);
  let server: TestServer = await startTestServer({ environment: environment(smarthost.port) });
  try {
    const firm = await setUpUnattended(server, domain);
    const names = Array.from({ length: mails }, (_, at) => `gast${at}@buiten.example`);
    const taken = new Set<string>();
    const submit = async (todo: string[]): Promise<void> => {
      const talk = await talkSmtp(server.smtpPort);
      await talk.logIn(firm.user, firm.secret);
      for (let to = todo.shift(); to !== undefined; to = todo.shift()) {
        const mail = `From: <${firm.email}>\r\nTo: <${to}>\r\nSubject: ${to}\r\nMessage-ID: <${to}>\r\n\r\n${"regel\r\n".repeat(300)}`;
        const { code } = await talk.submit(firm.email, [to], mail);
        if (code === 250) taken.add(to);
      }
      talk.end();
    };
    for (let round = 0; round <= kills; round++) {
      const share = names.splice(0, Math.ceil(mails / (kills + 1)));
      await Promise.all([submit(share), submit(share), submit(share)]);
      if (round === kills) break;
      // In the middle of what it does; the data stays.
      const before = smarthost.copies.length;
      await until("mail leaves", () => smarthost.copies.length > before + 5, deadlineMs);
      await server.kill();
      server = await startTestServer({
        environment: environment(smarthost.port),
        dataDirectory: server.dataDirectory,
      });
    }
    assert.equal(taken.size, mails);
    const arrived = (to: string): boolean => smarthost.copies.some((copy) => copy.to === to);
    const reports = (): string =>
      smarthost.copies
        .filter((copy) => copy.to === firm.email)
        .map(({ bytes }) => bytes.toString("latin1"))
        .join("\n");
    let missing: string[] = [];
    await until(
      "every mail arrived or was reported",
      () => {
        missing = [...taken].filter((to) => !arrived(to) && !smarthost.refused.has(to));
        const all = missing.length === 0 ? reports() : "";
        return (
          missing.length === 0 &&
          [...smarthost.refused].every((to) => arrived(to) || all.includes(`Final-Recipient: rfc822; ${to}`))
        );
      },
      deadlineMs,
    ).catch((error: unknown) => {
      throw new Error(`missing: ${missing.slice(0, 5).join(", ")} (${missing.length})`, { cause: error });
    });
    smarthost.calm();
    await server.stop({ keepData: true });
    for (const to of taken) {
      const copies = smarthost.copies.filter((copy) => copy.to === to);
      const heardEarly = copies.slice(0, -1).filter(({ isHeard }) => isHeard);
      assert.equal(heardEarly.length, 0, `${to} came again after the smarthost's answer was heard`);
      for (const { bytes } of copies) assert.ok(bytes.includes(`Message-ID: <${to}>`));
    }
    return {
      taken: taken.size,
      copies: smarthost.copies.filter(({ to }) => to !== firm.email).length,
      refused: smarthost.refused.size,
      troubles: Object.fromEntries(smarthost.troubles),
    };
  } finally {
    if (!server.process.hasEnded()) await server.kill();
    rmSync(server.dataDirectory, { recursive: true, force: true });
    await smarthost.close();
  }
}
