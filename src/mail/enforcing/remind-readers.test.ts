import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { agree, putInForce } from "#/agreements/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { dayMs } from "#/kernel/index.ts";
import { join } from "../../../tests/support/identity.ts";
import { type MailTest, openMailTest } from "../../../tests/support/mail.ts";
import { remindReaders } from "../index.ts";

const agreements = "version: 1\nname: Praktijk\n";

describe("reminding of agreements that were not read", () => {
  let test: MailTest;
  let piet: MemberActor;
  before(async () => {
    test = await openMailTest();
    piet = (await join(test.app, test.sender, "piet")).actor;
    await putInForce(test.app, test.sender, { text: agreements, after: 0 });
    await agree(test.app, test.sender, 1);
  });
  after(() => test?.close());

  const reminded = async (email: string): Promise<number> => {
    await remindReaders(test.app, test.sender.organisationId);
    assert.deepEqual(await test.dispatch(), []);
    return test.smarthost.mails.filter(
      ({ to, parsed }) => to.includes(email) && /werkafspraken/.test(parsed.subject ?? ""),
    ).length;
  };

  it("Goes after three days, again after a week and two, and then no more; never to who agreed", async () => {
    const counts: number[] = [];
    for (const days of [0, 2, 1, 0, 6, 1, 14, 30]) {
      test.app.clock.advance(days * dayMs);
      counts.push(await reminded(piet.email));
    }
    assert.deepEqual(counts, [0, 0, 1, 1, 1, 2, 3, 3]);
    assert.equal(await reminded(test.sender.email), 0);
  });

  it("Begins anew with a version that is put in force, and ends when somebody agrees", async () => {
    await putInForce(test.app, test.sender, { text: `${agreements}scope: everyone\n`, after: 1 });
    test.app.clock.advance(3 * dayMs);
    assert.equal(await reminded(piet.email), 4);
    await agree(test.app, piet, 2);
    test.app.clock.advance(30 * dayMs);
    assert.equal(await reminded(piet.email), 4);
    assert.equal(await reminded(test.sender.email), 2);
  });
});
