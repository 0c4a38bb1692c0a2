import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { after, before, test } from "node:test";
import { type CliInstallation, cliInstallation, password, setupFlags } from "./installation.ts";

let at: CliInstallation;
let passwordFile: string;
const setup = (name: string, ...more: string[]) =>
  at.zegel(...setupFlags(name, passwordFile, at.file(`${name}.kit`), ...more));
const flagsFor = (email: string, name: string): string[] => ["--email", email, "--name", name];
const asAdmin = (): string[] => ["--admin-email", "ada@tulp.example", "--password-file", passwordFile];

before(() => {
  at = cliInstallation();
  passwordFile = at.write("password", `${password}\n`);
});
after(() => at.remove());

test("An unattended set-up says in words what can't be, and leaves nothing behind", async () => {
  const missing = await at.zegel("setup", "--organisation", "Firma");
  assert.equal(missing.status, 2);
  assert.match(missing.err, /^--admin-email is missing\nusage: zegel setup --organisation NAME/);
  const shares = await setup("tulp", "--shares", "drie");
  assert.equal(shares.status, 2);
  assert.match(shares.err, /--shares takes NEEDED\/ALL, for example 2\/3, and not drie/);
  const impossible = await setup("tulp", "--shares", "3/2");
  assert.equal(impossible.status, 1);
  assert.match(impossible.err, /^Of 2 shares, 3 can never be needed\./);
  const weak = at.write("weak", "wachtwoord2026\n");
  const guessed = await at.zegel(...setupFlags("tulp", weak, at.file("tulp.kit")));
  assert.equal(guessed.status, 1);
  assert.match(guessed.err, /^This password is guessed quickly\./);
  const short = await at.zegel(...setupFlags("tulp", at.write("short", "kort\n"), at.file("tulp.kit")));
  assert.match(short.err, /^This password is too short: take at least 12 characters\./);
  const domain = await at.zegel(...setupFlags("geen domein", passwordFile, at.file("tulp.kit")), "--json");
  assert.equal(domain.status, 1);
  assert.partialDeepStrictEqual(JSON.parse(domain.err), { code: "identity.setup_invalid", kind: "invalid" });
  assert.ok(!existsSync(at.file("tulp.kit")));
  assert.equal(existsSync(at.file("tulp.kit.1")), false);
  const none = await at.zegel("member", "list");
  assert.equal(none.status, 1);
  assert.match(none.err, /^Nothing has been set up here yet\./);
});

test("One command sets an organisation up and writes the recovery kit for its owner alone", async () => {
  const { status, out, err } = await setup("tulp");
  assert.equal(status, 0, err);
  assert.match(out, /^Firma tulp is set up\. ada@tulp\.example can log in at http:\/\/localhost:8025/);
  const kit = at.file("tulp.kit");
  assert.equal(statSync(kit).mode & 0o777, 0o600);
  assert.match(readFileSync(kit, "utf8"), /^AGE-SECRET-KEY-1[0-9A-Z]{58}$/m);
  assert.ok(!out.includes("AGE-SECRET-KEY"));
});

test("A second organisation can be added, with a kit in shares; a domain only once, a kit never over another", async () => {
  const made = await at.json<{ recoveryKit: string[]; shares: number; threshold: number }>(
    ...setupFlags("roos", passwordFile, at.file("roos.kit"), "--shares", "2/3"),
  );
  assert.deepEqual(
    made.recoveryKit,
    [1, 2, 3].map((number) => at.file(`roos.kit.${number}`)),
  );
  for (const path of made.recoveryKit) assert.match(readFileSync(path, "utf8"), /^# Share: \d of 3, 2 needed$/m);
  const kit = readFileSync(at.file("tulp.kit"), "utf8");
  const again = await setup("tulp");
  assert.equal(again.status, 2);
  assert.match(again.err, /tulp\.kit is there already; name a new file/);
  const elsewhere = await at.zegel(...setupFlags("tulp", passwordFile, at.file("other.kit")));
  assert.equal(elsewhere.status, 1);
  assert.match(elsewhere.err, /^There is an organisation with this domain already\./);
  assert.ok(!existsSync(at.file("other.kit")));
  assert.equal(readFileSync(at.file("tulp.kit"), "utf8"), kit);
});

test("Members are added, listed, locked, let in again and removed; each organisation has its own", async () => {
  const which = await at.zegel("member", "list");
  assert.equal(which.status, 1);
  assert.match(which.err, /^There is more than one organisation here\./);
  const added = await at.json<{ memberId: string; invitationUrl: string }>(
    "member",
    "add",
    ...flagsFor("bo@tulp.example", "Bo de Vries"),
    ...asAdmin(),
    "--role",
    "officer",
  );
  assert.match(added.invitationUrl, /^http:\/\/localhost:8025\/invitation\/[0-9a-f-]{36}#[\w-]{43}$/);
  const members = await at.json<object[]>("member", "list", "--organisation", "tulp.example");
  assert.partialDeepStrictEqual(members, [
    { email: "ada@tulp.example", name: "ada", roles: ["member", "admin"], state: "active" },
    { memberId: added.memberId, email: "bo@tulp.example", roles: ["member", "officer"], state: "invited" },
  ]);
  const others = await at.json<{ email: string }[]>("member", "list", "--organisation", "roos.example");
  assert.deepEqual(
    others.map((member) => member.email),
    ["ada@roos.example"],
  );
  const last = await at.zegel("member", "lock", "--email", "ada@tulp.example");
  assert.equal(last.status, 1);
  assert.match(last.err, /^This is the last administrator\./);
  assert.partialDeepStrictEqual(await at.json("member", "remove", "--email", "bo@tulp.example"), { state: "removed" });
  const gone = await at.zegel("member", "unlock", "--email", "bo@tulp.example");
  assert.equal(gone.status, 1);
  assert.match(gone.err, /^This person is not here\./);
});

test("Adding a member takes an administrator's password", async () => {
  const wrong = at.write("wrong", "rode rozen in juni\n");
  const flags = ["member", "add", "--email", "cas@tulp.example", "--name", "Cas", "--admin-email", "ada@tulp.example"];
  const refused = await at.zegel(...flags, "--password-file", wrong);
  assert.equal(refused.status, 1);
  assert.match(refused.err, /^The e-mail address or the password is not right\./);
  const unasked = await at.zegel(...flags);
  assert.equal(unasked.status, 2);
  assert.match(unasked.err, /^--password-file is missing, and there is no terminal to ask on/);
  const unknown = await at.zegel(...flags, "--password-file", passwordFile, "--role", "koning");
  assert.equal(unknown.status, 2);
  assert.match(unknown.err, /^--role takes one of member, admin, officer, superuser, approver/);
});

test("An app password is printed once, as user and secret; doors that are not there are refused", async () => {
  const flags = ["app-password", "create", "--member", "ada@tulp.example", "--password-file", passwordFile];
  const made = await at.json<{ user: string; secret: string }>(...flags, "--door", "smtp", "--any-from");
  assert.deepEqual(Object.keys(made), ["user", "secret"]);
  assert.match(made.user, /^ada\+smtp-[a-z0-9]{6}@tulp\.example$/);
  assert.match(made.secret, /^(?:[0-9a-z]{4}-){6}[0-9a-z]{4}$/);
  const files = await at.json<{ user: string; secret: string }>(...flags, "--door", "webdav");
  assert.match(files.user, /^ada\+webdav-[a-z0-9]{6}@tulp\.example$/);
  const later = await at.zegel(...flags, "--door", "imap");
  assert.equal(later.status, 1);
  assert.match(later.err, /^App passwords for imap do not exist yet\./);
  const wrong = await at.zegel(...flags, "--door", "fax");
  assert.equal(wrong.status, 2);
});
