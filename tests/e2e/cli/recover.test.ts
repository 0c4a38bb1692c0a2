import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openCommandApp } from "#/app.ts";
import { loadConfig } from "#/config.ts";
import { openMember } from "#/identity/index.ts";
import { silentLog } from "#/kernel/index.ts";
import { beginMessage } from "#/mail/index.ts";
import { runProcess } from "../../support/process.ts";
import { type CliInstallation, cliInstallation, password, setupFlags } from "./installation.ts";

let at: CliInstallation;
const canary = "Uitslag van het bloedonderzoek 7f3a9c";
const small = Buffer.from("Kosten\t€ 12,50\n", "utf8");
const large = randomBytes(300_000);
const original = Buffer.from(`Subject: ${canary}\r\n\r\nHet origineel.\r\n`, "utf8");

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}

/** Two attachments of one name, one of them with a name that would lead out of the directory, and the mail as submitted. */
async function send(email: string): Promise<void> {
  const config = loadConfig(at.environment);
  const app = await openCommandApp({ config, log: silentLog });
  try {
    const member = await openMember(app, { kind: "operator" }, { email, password });
    const message = await beginMessage(app, member, { door: "smtp" });
    await message.addAttachment({ name: "../../kosten.txt", type: "text/plain" }, once(small));
    await message.addAttachment({ name: "../../kosten.txt", type: "text/plain" }, once(large));
    await message.addOriginal(once(original));
    const recipients = [{ email: "gast@elders.example", phone: "+31612345678", verification: "sms" as const }];
    await message.send({ recipients, subject: canary, text: "Met vriendelijke groet" });
  } finally {
    await app.close();
  }
}

interface Index {
  readonly messages: readonly {
    readonly subject: string;
    readonly copy: string;
    readonly original: string;
    readonly attachments: readonly { readonly name: string; readonly path: string; readonly sizeBytes: number }[];
  }[];
  readonly contacts: readonly { readonly email: string; readonly phone?: string }[];
  readonly failed: readonly unknown[];
}

const filesBelow = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

function assertRecovered(directory: string): void {
  const index = JSON.parse(readFileSync(join(directory, "index.json"), "utf8")) as Index;
  assert.deepEqual(index.failed, []);
  assert.equal(index.messages.length, 1);
  const [message] = index.messages;
  assert.equal(message!.subject, canary);
  const [first, second] = message!.attachments;
  assert.deepEqual(readFileSync(join(directory, first!.path)), small);
  assert.deepEqual(readFileSync(join(directory, second!.path)), large);
  assert.deepEqual(readFileSync(join(directory, message!.original)), original);
  assert.match(readFileSync(join(directory, message!.copy), "utf8"), /^Subject: /m);
  assert.deepEqual(index.contacts, [{ email: "gast@elders.example", verification: "sms", phone: "+31612345678" }]);
  for (const file of filesBelow(directory)) assert.equal(statSync(file).mode & 0o777, 0o600);
}

before(async () => {
  at = cliInstallation();
  const passwordFile = at.write("password", `${password}\n`);
  await at.json(...setupFlags("tulp", passwordFile, at.file("tulp.kit")));
  await at.json(...setupFlags("roos", passwordFile, at.file("roos.kit"), "--shares", "2/3"));
  await send("ada@tulp.example");
  await send("ada@roos.example");
});
after(() => at.remove());

test("With the recovery kit everything comes out under its name, and nothing of another organisation", async () => {
  const to = at.file("out");
  const recovered = await at.json("recover", "--kit", at.file("tulp.kit"), "--to", to);
  assert.partialDeepStrictEqual(recovered, { domain: "tulp.example", messages: 1, attachments: 2, failed: [] });
  assertRecovered(to);
  assert.ok(!existsSync(at.file("kosten.txt")) && !existsSync(join(to, "kosten.txt")));
});

test("Any two of three shares recover; one alone, a foreign share and a typing mistake say what is wrong", async () => {
  const share = (number: number): string => at.file(`roos.kit.${number}`);
  const one = await at.zegel("recover", "--kit", share(2), "--to", at.file("one"));
  assert.equal(one.status, 1);
  assert.match(one.err, /1 .* 2 /);
  const mixed = await at.zegel("recover", "--kit", share(2), "--kit", at.file("tulp.kit"), "--to", at.file("mixed"));
  assert.equal(mixed.status, 1);
  const text = readFileSync(share(1), "utf8");
  const wrong = at.write(
    "wrong",
    text.replace(/(# Code: )(.)/, (_, field, first) => `${field}${first === "z" ? "y" : "z"}`),
  );
  const mistyped = await at.zegel("recover", "--kit", wrong, "--kit", share(3), "--to", at.file("mistyped"));
  assert.equal(mistyped.status, 1);
  assert.match(mistyped.err, /Code/);
  for (const name of ["one", "mixed", "mistyped"]) assert.ok(!existsSync(at.file(name)));
  await at.json("recover", "--kit", share(3), share(1), "--to", at.file("shares"));
  assertRecovered(at.file("shares"));
});

test("A directory that holds files already is left alone", async () => {
  mkdirSync(at.file("full"));
  writeFileSync(join(at.file("full"), "brief.txt"), "van mij");
  const refused = await at.zegel("recover", "--kit", at.file("tulp.kit"), "--to", at.file("full"));
  assert.equal(refused.status, 1);
  assert.match(refused.err, /holds files already/);
  assert.deepEqual(readdirSync(at.file("full")), ["brief.txt"]);
});

test("The sealed parts and the recovery kit are enough for the age program alone", async () => {
  const sealed = at.file("sealed");
  const exported = await at.json("recover", "--sealed", "--organisation", "tulp.example", "--to", sealed);
  assert.partialDeepStrictEqual(exported, { domain: "tulp.example" });
  const everything = Buffer.concat(filesBelow(sealed).map((file) => readFileSync(file)));
  for (const secret of [canary, "kosten", "AGE-SECRET-KEY"]) assert.equal(everything.indexOf(secret), -1, secret);
  const opened = at.file("opened");
  const script = join(sealed, "open-all.sh");
  const env = { PATH: "/usr/bin:/bin", HOME: at.directory };
  const drill = await runProcess("/bin/sh", [script, at.file("tulp.kit"), opened], { env });
  assert.equal(drill.status, 0, drill.err);
  const objects = readdirSync(join(opened, "objects"));
  const contents = objects.map((name) => ({ name, content: readFileSync(join(opened, "objects", name)) }));
  const ofKind = (kind: string): Buffer[] =>
    contents.filter(({ name }) => name.endsWith(`.${kind}`)).map(({ content }) => content);
  assert.equal(JSON.parse(ofKind("message")[0]!.toString("utf8")).subject, canary);
  assert.ok(ofKind("attachment").some((content) => content.equals(large)));
  assert.ok(ofKind("attachment").some((content) => content.equals(small)));
  assert.deepEqual(ofKind("original"), [original]);
  assert.ok(!existsSync(join(opened, "keys")));
  const foreign = await runProcess("/bin/sh", [script, at.file("roos.kit.1"), at.file("foreign")], { env });
  assert.notEqual(foreign.status, 0);
});

test("Shares can be put together into a key file for age, once, and for its owner alone", async () => {
  const identity = at.file("identity.txt");
  const flags = ["recover", "--kit", at.file("roos.kit.1"), at.file("roos.kit.2"), "--identity", identity];
  await at.json(...flags);
  assert.equal(statSync(identity).mode & 0o777, 0o600);
  assert.equal((await at.zegel(...flags)).status, 2);
  await at.json("recover", "--sealed", "--organisation", "roos.example", "--to", at.file("sealed-roos"));
  const args = [join(at.file("sealed-roos"), "open-all.sh"), identity, at.file("opened-roos")];
  const drill = await runProcess("/bin/sh", args, { env: { PATH: "/usr/bin:/bin", HOME: at.directory } });
  assert.equal(drill.status, 0, drill.err);
  const objects = readdirSync(join(at.file("opened-roos"), "objects"));
  assert.equal(objects.filter((name) => name.endsWith(".original")).length, 1);
});

test("Recovery works when the secrets directory is lost", async () => {
  renameSync(join(at.environment["ZEGEL_DATA"]!, "secrets"), at.file("secrets-elsewhere"));
  const to = at.file("without-secrets");
  await at.json("recover", "--kit", at.file("tulp.kit"), "--to", to);
  assertRecovered(to);
  assert.ok(!existsSync(join(at.environment["ZEGEL_DATA"]!, "secrets")));
});

test("An altered object is named, and keeps nothing else from being recovered", async () => {
  const blobs = filesBelow(join(at.environment["ZEGEL_DATA"]!, "blobs"));
  for (const blob of blobs) {
    const bytes = readFileSync(blob);
    bytes[100_000]! ^= 1;
    writeFileSync(blob, bytes);
  }
  const to = at.file("damaged");
  const result = await at.json<{ messages: number; failed: { code: string }[] }>(
    "recover",
    "--kit",
    at.file("tulp.kit"),
    "--to",
    to,
  );
  assert.ok(result.failed.some(({ code }) => code === "vault.tree_wrong"));
  const found = filesBelow(to).map((file) => readFileSync(file));
  assert.ok(found.some((content) => content.equals(original)));
  assert.ok(found.some((content) => content.equals(small)));
});
