import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { allRoutes } from "#/contract/index.ts";
import { openTestDoor, type TestDoor } from "./support/door.ts";
import { addColleague, addOrganisation, type Person } from "./support/people.ts";

interface Current {
  readonly version: number;
  readonly text: string;
  readonly agreements: { readonly name: string; readonly triggers: { readonly name: string }[] };
  readonly byName: string | null;
  readonly agreedAt: string | null;
}
interface Checked {
  readonly problems: { readonly line: number; readonly code: string; readonly message: string }[];
  readonly changes: string[];
  readonly readable: { readonly heading: string; readonly lines: string[] }[];
}
interface Readers {
  readonly version: number;
  readonly members: { readonly email: string; readonly version: number | null }[];
}

const first = `version: 1
name: Praktijk
triggers:
  - name: bsn
    when: { findings: [{ kinds: [bsn] }] }
    action: secure
    verification: sms
`;
const second = first.replace("verification: sms", "verification: password");

describe("working agreements", () => {
  let door: TestDoor;
  let admin: Person;
  let bram: Person;
  let other: Person;
  before(async () => {
    door = await openTestDoor();
    admin = await addOrganisation(door, "tulp.example");
    bram = await addColleague(door, admin, "bram@tulp.example", "Bram");
    other = await addOrganisation(door, "roos.example");
  });
  after(() => door?.close());

  const current = (person: Person): Promise<Current> => person.browser.call<Current>(allRoutes.agreements);
  const put = (text: string, behind: number): Promise<{ version: number }> =>
    admin.browser.call(allRoutes.putAgreementsInForce, { body: { text, after: behind } });
  const refusedPut = async (person: Person, text: string, behind: number): Promise<[number, string]> => {
    const { status, code } = await person.browser.refusal(allRoutes.putAgreementsInForce, {
      body: { text, after: behind },
    });
    return [status, code];
  };
  const readers = (): Promise<Readers> => admin.browser.call<Readers>(allRoutes.agreementReaders);
  const agree = (person: Person, version: number): Promise<unknown> =>
    person.browser.call(allRoutes.agreeToAgreements, { body: { version } });
  const acts = async (): Promise<string[]> => {
    const { entries } = await admin.browser.call<{ entries: { act: string }[] }>(allRoutes.listAudit);
    return entries.map(({ act }) => act).filter((act) => act.startsWith("agreements."));
  };

  it("Before there are any, nothing is asked for", async () => {
    const { version, agreements } = await current(bram);
    assert.deepEqual([version, agreements.triggers], [0, []]);
  });

  it("A wrong document is told by line in the reader's language, and nothing takes its place", async () => {
    const wrong = first.replace("action: secure", "action: seal");
    const checked = await admin.browser.call<Checked>(allRoutes.checkAgreements, { body: { text: wrong } });
    assert.deepEqual(
      checked.problems.map(({ line, code }) => [line, code]),
      [[6, "not_one_of"]],
    );
    assert.match(checked.problems[0]!.message, /^Regel 6: .*“seal”.*advise, secure, hold, refuse/);
    assert.deepEqual(await refusedPut(admin, wrong, 0), [422, "agreements.document_wrong"]);
    assert.equal((await current(bram)).version, 0);
  });

  it("A document can be read and compared before it is put in force", async () => {
    const { problems, changes, readable } = await admin.browser.call<Checked>(allRoutes.checkAgreements, {
      body: { text: first },
    });
    assert.deepEqual(problems, []);
    assert.match(changes.join("\n"), /^Nieuw: bsn/m);
    assert.ok(readable.length >= 5);
    assert.equal((await current(bram)).version, 0);
  });

  it("Put in force by an admin, it is what every member gets, as it was written", async () => {
    assert.deepEqual(await put(first, 0), { version: 1 });
    const { version, text, agreements, byName, agreedAt } = await current(bram);
    assert.deepEqual([version, text, agreements.triggers[0]!.name, agreedAt], [1, first, "bsn", null]);
    assert.equal(typeof byName, "string");
    assert.deepEqual(await put(first, 1), { version: 1 }, "the same again is no new version");
    assert.equal((await acts()).length, 1);
  });

  it("A member who is no admin changes nothing, checks nothing and sees nobody's signatures", async () => {
    assert.deepEqual(await refusedPut(bram, second, 1), [403, "identity.role_missing"]);
    for (const [route, options] of [
      [allRoutes.checkAgreements, { body: { text: second } }],
      [allRoutes.agreementReaders, {}],
    ] as const)
      assert.equal((await bram.browser.refusal(route, options)).code, "identity.role_missing");
  });

  it("Of two admins at once one is told to read what the other put in force", async () => {
    const both = await Promise.allSettled([put(second, 1), put(`${second}# Ours\n`, 1)]);
    assert.deepEqual(both.map(({ status }) => status).toSorted(), ["fulfilled", "rejected"]);
    assert.deepEqual(await refusedPut(admin, first, 1), [409, "agreements.changed_meanwhile"]);
    assert.equal((await current(bram)).version, 2);
  });

  it("Members agree once for each version, and who is behind comes first", async () => {
    await agree(admin, 2);
    await agree(admin, 2);
    assert.ok((await current(admin)).agreedAt);
    assert.deepEqual(
      (await readers()).members.map(({ email, version }) => [email, version]),
      [
        ["bram@tulp.example", null],
        [admin.email, 2],
      ],
    );
    const late = await bram.browser.refusal(allRoutes.agreeToAgreements, { body: { version: 1 } });
    assert.deepEqual([late.status, late.code], [409, "agreements.changed_meanwhile"]);
    await agree(bram, 2);
    assert.deepEqual(
      (await readers()).members.map(({ version }) => version),
      [2, 2],
    );
    assert.equal((await acts()).filter((act) => act === "agreements.agreed").length, 2);
  });

  it("History and differences are said in the language that is asked for", async () => {
    const { versions } = await bram.browser.call<{ versions: { version: number }[] }>(allRoutes.agreementVersions);
    assert.deepEqual(
      versions.map(({ version }) => version),
      [2, 1],
    );
    const asked = { query: { from: "1", to: "2", language: "en" } };
    const { changes } = await bram.browser.call<{ changes: string[] }>(allRoutes.agreementChanges, asked);
    assert.equal(changes.length, 1);
    assert.match(changes[0]!, /^Changed\. It was: .*code by SMS.* It becomes: .*agreed password/);
    const read = await bram.browser.call<{ version: number; changes: string[] }>(allRoutes.readableAgreements, {
      query: { language: "fr" },
    });
    assert.equal(read.version, 2);
    assert.match(read.changes[0]!, /^Modifié/);
    const absent = await bram.browser.refusal(allRoutes.readableAgreements, { query: { version: "3" } });
    assert.deepEqual([absent.status, absent.code], [404, "agreements.version_absent"]);
  });

  it("Documents to begin with can be put in force as they are", async () => {
    const { presets } = await admin.browser.call<{ presets: { trade: string; text: string }[] }>(
      allRoutes.agreementPresets,
    );
    assert.equal(presets.length, 6);
    for (const { text } of presets) {
      const checked = await admin.browser.call<Checked>(allRoutes.checkAgreements, { body: { text } });
      assert.deepEqual(checked.problems, []);
    }
  });

  it("Another firm sees and changes nothing of it", async () => {
    assert.equal((await current(other)).version, 0);
    const absent = await other.browser.refusal(allRoutes.readableAgreements, { query: { version: "1" } });
    assert.equal(absent.code, "agreements.version_absent");
  });

  it("Somebody who may write in the database loosens nothing: the change is noticed, and not decided by", async () => {
    const { asOwner } = door.app.testDatabase;
    const refusalNow = async (): Promise<string> => (await bram.browser.refusal(allRoutes.agreements)).code;
    const loosened = "replace(encode(statement, 'escape'), 'action: secure', 'action: advise')::bytea";
    const change = async (statement: string, back: string): Promise<string> => {
      await asOwner(statement);
      const code = await refusalNow();
      await asOwner(back);
      return code;
    };
    await asOwner("create table kept as select * from agreements_version");
    const undo = (version: number): string =>
      `update agreements_version set statement = kept.statement, signature = kept.signature from kept
       where kept.version = ${version} and agreements_version.version = ${version}`;
    assert.equal(
      await change(`update agreements_version set statement = ${loosened} where version = 2`, undo(2)),
      "vault.signature_wrong",
    );
    const swap = `update agreements_version set statement = kept.statement, signature = kept.signature from kept
      where kept.version = 1 and agreements_version.version = 2`;
    assert.equal(await change(swap, undo(2)), "vault.signature_wrong");
    await asOwner("update agreements_reading set signature = '\\x00'::bytea || substr(signature, 2)");
    assert.deepEqual(
      (await readers()).members.map(({ version }) => version),
      [null, null],
    );
    assert.equal((await current(bram)).version, 2);
  });
});
