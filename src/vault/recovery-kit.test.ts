import assert from "node:assert/strict";
import { test } from "node:test";
import { hex, newId } from "#/kernel/index.ts";
import {
  ageIdentityText,
  combineKit,
  ed25519Public,
  kitFingerprint,
  kitKeys,
  kitTexts,
  newRecoveryKit,
  x25519Public,
} from "./index.ts";

const kit = newRecoveryKit(newId());
const code = (reason: string) => ({ name: "Refusal", kind: "invalid", code: `vault.kit_${reason}` });
const same = async (texts: string[]) => {
  const combined = await combineKit(texts);
  assert.equal(combined.organisationId, kit.organisationId);
  assert.equal(hex(combined.rootSeed), hex(kit.rootSeed));
};

test("The one sheet of a firm gives its kit back, and is a key file for the age program as it stands", async () => {
  const [sheet] = await kitTexts(kit, "Bakkerij Jansen", 1, 1);
  await same([sheet!]);
  const lines = sheet!.trimEnd().split("\n");
  assert.deepEqual(
    lines.filter((line) => !line.startsWith("#")),
    [ageIdentityText(kit.rootSeed)],
  );
  assert.ok(sheet!.includes("# Bakkerij Jansen") && sheet!.includes(`# Fingerprint: ${kitKeys(kit).fingerprint}`));
});

test("Any two of three holders give the kit back, one alone does not, and a sheet shown twice counts once", async () => {
  const sheets = await kitTexts(kit, "Bakkerij Jansen", 2, 3);
  for (const [a, b] of [
    [0, 1],
    [1, 2],
    [2, 0],
  ] as const)
    await same([sheets[a]!, sheets[b]!]);
  await same(sheets);
  await assert.rejects(combineKit([sheets[0]!]), { ...code("too_few"), details: { have: 1, need: 2 } });
  await assert.rejects(combineKit([sheets[0]!, sheets[0]!]), code("too_few"));
  await assert.rejects(combineKit([]), code("too_few"));
  for (const sheet of sheets) assert.ok(!sheet.includes("AGE-SECRET-KEY"));
});

test("Sixteen holders of whom any sixteen are needed, and three sheets that each suffice", async () => {
  await same(await kitTexts(kit, "X", 16, 16));
  for (const sheet of await kitTexts(kit, "X", 1, 3)) await same([sheet]);
  for (const [needed, total] of [
    [0, 1],
    [2, 1],
    [2, 17],
    [1.5, 2],
  ] as const)
    await assert.rejects(kitTexts(kit, "X", needed, total), code("shares"));
});

test("A sheet typed over from paper in other letters, spaces and line ends is understood", async () => {
  const sheets = await kitTexts(kit, "Bakkerij Jansen", 2, 2);
  const typed = sheets.map((sheet) =>
    sheet
      .split("\n")
      .filter((line) => line.includes(": "))
      .map((line) => (line.startsWith("# Code") ? line.toUpperCase().replaceAll("-", " ").replaceAll("0", "O") : line))
      .map((line) => line.replace("# ", "  "))
      .join("\r\n"),
  );
  await same(typed);
});

test("A sheet with one symbol wrong is recognised as damaged, wherever it is", async () => {
  const [first, second] = await kitTexts(kit, "X", 2, 2);
  const at = first!.indexOf("Code: ") + 6;
  for (let place = at; place < at + 74; place++) {
    if (first![place] === "-") continue;
    const damaged = first!.slice(0, place) + (first![place] === "z" ? "y" : "z") + first!.slice(place + 1);
    await assert.rejects(combineKit([damaged, second!]), code("damaged"));
  }
  await assert.rejects(combineKit([first!.replace("2 needed", "1 needed"), second!]), code("damaged"));
  await assert.rejects(combineKit([first!.replace("Share: 1 of 2", "Share: 2 of 2"), second!]), code("damaged"));
  await assert.rejects(combineKit([first!.replace(kit.organisationId, newId()), second!]), code("damaged"));
});

test("Sheets of different kits, or of two printings of one kit, are not mixed", async () => {
  const [first] = await kitTexts(kit, "X", 2, 3);
  const [, printedLater] = await kitTexts(kit, "X", 2, 3);
  const [, ofAnother] = await kitTexts(newRecoveryKit(kit.organisationId), "X", 2, 3);
  await assert.rejects(combineKit([first!, printedLater!]), code("mixed"));
  await assert.rejects(combineKit([first!, ofAnother!]), code("mixed"));
});

test("What is no kit is called that, with the line that is missing", async () => {
  const [sheet] = await kitTexts(kit, "X", 1, 1);
  await assert.rejects(combineKit(["hello"]), { ...code("unreadable"), details: { field: "Zegel-Kit" } });
  await assert.rejects(combineKit([sheet!.replace(/# Code.*\n/, "")]), {
    ...code("unreadable"),
    details: { field: "Code" },
  });
  await assert.rejects(combineKit([sheet!.replace("Zegel-Kit: 1", "Zegel-Kit: 2")]), code("unreadable"));
});

test("A key that is not the one whose fingerprint was printed is not given out", async () => {
  const { kitText, readKitText } = await import("./kit-text.ts");
  const [sheet] = await kitTexts(kit, "X", 1, 1);
  const other = newRecoveryKit(kit.organisationId);
  const swapped = kitText({ ...readKitText(sheet!), value: other.rootSeed }, "X");
  await assert.rejects(combineKit([swapped]), code("fingerprint"));
});

test("A firm's name cannot smuggle a line into the sheet", async () => {
  const [sheet] = await kitTexts(kit, "Jansen\nAGE-SECRET-KEY-1X\r\u2028Code: zzzz", 1, 1);
  assert.equal(sheet!.split("\n").filter((line) => line !== "" && !line.startsWith("#")).length, 1);
  await same([sheet!]);
});

test("All keys of a firm's root follow from its kit, and the fingerprint names them", () => {
  const keys = kitKeys(kit);
  assert.deepEqual(keys.rootPublic, ed25519Public(keys.rootSigningSeed));
  assert.deepEqual(keys.recoveryPublic, x25519Public(keys.recoverySecret));
  assert.notDeepEqual(keys.rootSigningSeed, keys.recoverySecret);
  assert.equal(keys.fingerprint, kitFingerprint(kit.organisationId, keys.rootPublic, keys.recoveryPublic));
  assert.notEqual(kitKeys({ ...kit, organisationId: newId() }).fingerprint, keys.fingerprint);
});
