import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { editDistance, type History, skeleton, suspect, unicodeDomain } from "./index.ts";

const history: History = {
  ownDomains: ["kantoor.example"],
  written: 40,
  addresses: [
    { email: "tom@kantoor.example", name: "Tom Bos", count: 3 },
    { email: "jan.jansen@bakkerij-smit.example", count: 12 },
    { email: "els@huisarts.example", name: "Els de Vries", count: 5 },
    { email: "info@leverancier.example", count: 9 },
    { email: "team1@klant.example", count: 20 },
  ],
};

const told = (
  emails: readonly string[],
  more: Partial<Parameters<typeof suspect>[0]> = {},
  kind: "guest" | "member" = "guest",
): string[][] =>
  suspect({ recipients: emails.map((email) => ({ email, role: "to", kind })), ...more }, history).map(
    ({ suspicions }) => suspicions.map(({ signal, meant }) => (meant === undefined ? signal : `${signal} ${meant}`)),
  );

describe("what may be wrong with a recipient", () => {
  it("Says nothing of addresses that were written to before", () => {
    assert.deepEqual(told(["jan.jansen@bakkerij-smit.example", "ELS@huisarts.example"]), [[], []]);
  });

  it("Sees one letter that is different, missing, too many or swapped, and names what may have been meant", () => {
    const meant = "typo jan.jansen@bakkerij-smit.example";
    for (const local of ["jan.janssen", "jan.jnsen", "jan.jansem", "jan.jasnen"])
      assert.ok(told([`${local}@bakkerij-smit.example`])[0]!.includes(meant), local);
    assert.deepEqual(told(["team2@klant.example"]), [["first-time"]], "numbered mailboxes are no slips");
  });

  it("Sees a domain that looks like one that is known, in any script", () => {
    const imitated = new URL("https://bаkkerij-smit.example").hostname; // а is Cyrillic
    assert.ok(told([`jan.jansen@${imitated}`])[0]!.includes("look-alike bakkerij-smit.example"));
    assert.ok(told(["jan.jansen@bakkerij-srnit.example"])[0]!.includes("look-alike bakkerij-smit.example"));
    assert.ok(told(["x@bakkerijsmit.example"])[0]!.includes("look-alike bakkerij-smit.example"));
    assert.deepEqual(told(["x@heel-anders.example"]), [["first-time"]]);
  });

  it("Sees the same person at another domain, and not mailboxes that every firm has", () => {
    assert.ok(told(["jan.jansen@gmail.example"])[0]!.includes("same-name jan.jansen@bakkerij-smit.example"));
    assert.deepEqual(told(["info@een-ander.example"]), [["first-time"]]);
  });

  it("Sees an address of the firm's own domain that nobody has", () => {
    assert.ok(told(["tim@kantoor.example"])[0]!.includes("typo"));
    assert.deepEqual(told(["tim@kantoor.example"], {}, "member"), [[]]);
  });

  it("Sees somebody from outside in what was said among colleagues", () => {
    const thread = ["tom@kantoor.example", "anna@kantoor.example"];
    assert.deepEqual(told(["els@huisarts.example"], { thread }), [["outsider"]]);
    assert.deepEqual(told(["els@huisarts.example"], { thread: [...thread, "els@huisarts.example"] }), [[]]);
  });

  it("Sees many strangers who get to see each other, and not those in Bcc", () => {
    const many = Array.from({ length: 6 }, (_, index) => `klant@firma${index}.example`);
    assert.ok(told(many).every((signals) => signals.includes("many-strangers")));
    assert.ok(told(many.slice(1)).every((signals) => !signals.includes("many-strangers")));
    const hidden = many.map((email) => ({ email, role: "bcc" as const, kind: "guest" as const }));
    assert.ok(suspect({ recipients: hidden }, history).every(({ suspicions }) => suspicions.length <= 1));
  });

  it("Sees a salutation that names nobody it goes to, in four languages", () => {
    const to = ["els.devries@huisarts.example"];
    for (const beginning of ["Beste Karin,\nHierbij", "Dear Karin, please", "Bonjour Karin,\n", "Liebe Karin,\n"])
      assert.ok(told(to, { beginning })[0]!.includes("salutation karin"), beginning);
    for (const beginning of ["Beste Els,", "Geachte mevrouw De Vries,", "Beste collega's,", "Hierbij de stukken."])
      assert.ok(!told(to, { beginning })[0]!.some((signal) => signal.startsWith("salutation")), beginning);
  });

  it("Says of a first time only once there is something to compare with", () => {
    const few = { ...history, written: 3 };
    const [only] = suspect({ recipients: [{ email: "nieuw@ergens.example", role: "to", kind: "guest" }] }, few);
    assert.deepEqual(only!.suspicions, []);
  });

  it("Is done at once with ten thousand addresses and two hundred recipients", () => {
    const addresses = Array.from({ length: 10_000 }, (_, index) => ({
      email: `persoon.${index.toString(36)}@klant${index % 900}.example`,
      count: 4,
    }));
    const recipients = Array.from({ length: 200 }, (_, index) => ({
      email: `persoon.${index.toString(36)}x@klant${index}.example`,
      role: "to" as const,
      kind: "guest" as const,
    }));
    const begun = performance.now();
    assert.equal(suspect({ recipients }, { ownDomains: [], addresses }).length, 200);
    assert.ok(performance.now() - begun < 5_000);
  });
});

describe("its parts", () => {
  it("Counts letters added, left out, replaced and swapped, up to a limit", () => {
    for (const [one, other, limit, distance] of [
      ["jansen", "jansen", 1, 0],
      ["jansen", "jnasen", 1, 1],
      ["ab", "ba", 1, 1],
      ["kitten", "sitting", 3, 3],
      ["kitten", "sitting", 2, 3],
      ["", "abc", 3, 3],
    ] as const)
      assert.equal(editDistance(one, other, limit), distance, `${one} ${other}`);
  });

  it("Reads punycode as the platform writes it, and leaves what is broken", () => {
    for (const name of ["münchen.example", "bücher.example", "пример.example", "例え.example"])
      assert.equal(unicodeDomain(new URL(`https://${name}`).hostname), name);
    assert.equal(unicodeDomain("xn--\u0000.example"), "xn--\u0000.example");
    assert.equal(skeleton("rnodern.example"), skeleton("modem.example"));
  });
});
