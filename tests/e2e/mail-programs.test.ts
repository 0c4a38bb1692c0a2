import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readMessage } from "#/mail/index.ts";
import { openTestSmtpDoor } from "../support/smtp-door.ts";
import { bareEnvironment, runProcess } from "../support/process.ts";

const desk = await openTestSmtpDoor();
const directory = mkdtempSync(join(tmpdir(), "zegel-programs-"));
after(async () => {
  await desk.close();
  rmSync(directory, { recursive: true });
});
const { organisation, password } = desk;
const sender = organisation.adminEmail;
const certificate = join(directory, "server.pem");
writeFileSync(
  certificate,
  readFileSync(join(desk.app.config.secretsDirectory, "smtp-tls.pem"), "utf8").replace(/-----BEGIN PRIVATE[\s\S]*/, ""),
);

const swaks = (...args: string[]) =>
  runProcess("swaks", [
    "--server",
    "127.0.0.1",
    "--from",
    sender,
    "--to",
    "ann@peeters.example",
    "--auth-user",
    password.userName,
    "--auth-password",
    password.secret,
    ...args,
  ]);
const newest = async () => {
  const [row] = await desk.app.testDatabase.asOwner<{ message_id: string }>(
    "select message_id from mail_message order by message_id desc limit 1",
  );
  return readMessage(desk.app, organisation.admin, row!.message_id);
};

test("swaks submits through STARTTLS, through TLS from the first byte, and with each way to log in", async () => {
  const starttls = String(desk.startTlsPort);
  for (const args of [
    ["--port", starttls, "--tls", "--auth", "PLAIN"],
    ["--port", starttls, "--tls", "--auth", "LOGIN"],
    ["--port", starttls, "--tls", "--auth", "PLAIN", "--pipeline"],
    ["--port", String(desk.tlsPort), "--tlsc", "--auth", "PLAIN"],
    ["--port", starttls, "--tls", "--tls-verify", "--tls-ca-path", certificate, "--auth", "PLAIN"],
  ]) {
    const { status, out, err } = await swaks(
      ...args,
      "--header",
      "X-Zegel-Secure: yes",
      "--header",
      `Subject: ${args.join(" ")}`,
    );
    assert.equal(status, 0, out + err);
    assert.match(out, /^<~\* {2}235 2\.7\.0 |^<~ {2}235 2\.7\.0 /m);
    assert.match(out, /^<~ {2}250 2\.6\.0 Sealed [0-9a-f-]{36}$/m);
    assert.equal((await newest()).subject, args.join(" "));
  }
});

test("The transcript of a submission is the one that the documentation of SMTP shows", async () => {
  const { out } = await swaks(
    "--port",
    String(desk.startTlsPort),
    "--tls",
    "--auth",
    "PLAIN",
    "--ehlo",
    "client.example",
    "--header",
    "X-Zegel-Secure: yes",
  );
  const heard = out
    .split("\n")
    .filter((line) => /^<[-~]/.test(line))
    .map((line) => line.replace(/^<[-~]\*?\s+/, "").replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "ID"));
  assert.deepEqual(heard, [
    "220 localhost ESMTP Zegel",
    "250-localhost",
    "250-PIPELINING",
    "250-8BITMIME",
    "250-SMTPUTF8",
    "250-ENHANCEDSTATUSCODES",
    "250-DSN",
    "250-STARTTLS",
    "250 SIZE 157286400",
    "220 2.0.0 Ready to start TLS",
    "250-localhost",
    "250-PIPELINING",
    "250-8BITMIME",
    "250-SMTPUTF8",
    "250-ENHANCEDSTATUSCODES",
    "250-DSN",
    "250-AUTH PLAIN LOGIN",
    "250 SIZE 157286400",
    "235 2.7.0 Authentication successful",
    "250 2.1.0 Accepted",
    "250 2.1.5 Accepted",
    "354 End data with <CR><LF>.<CR><LF>",
    "250 2.6.0 Sealed ID",
    "221 2.0.0 Bye",
  ]);
});

test("swaks is refused without encryption, with a wrong password, and in somebody else's name", async () => {
  const port = ["--port", String(desk.startTlsPort)];
  const open = await swaks(...port);
  assert.notEqual(open.status, 0);
  assert.doesNotMatch(open.out, /AUTH PLAIN \S/);
  const wrong = await swaks(...port, "--tls", "--auth", "PLAIN", "--auth-password", "wrong");
  assert.match(wrong.out, /535-5\.7\.8/);
  assert.doesNotMatch(wrong.out, /MAIL FROM/);
  const other = await swaks(...port, "--tls", "--from", "boss@tulp.example");
  assert.match(other.out, /550-5\.7\.1 .*boss@tulp\.example/);
  const { status, out } = await swaks(...port, "--tls", "--header", "From: boss@tulp.example");
  assert.match(out, /550-5\.7\.1/);
  assert.notEqual(status, 0);
});

test("neomutt sends a sealed mail with an attachment", async () => {
  const attachment = join(directory, "Offerte €.txt");
  writeFileSync(attachment, "vijf euro");
  const settings = join(directory, "neomuttrc");
  writeFileSync(
    settings,
    [
      `set smtp_url = "smtp://${encodeURIComponent(password.userName)}@127.0.0.1:${desk.startTlsPort}"`,
      `set smtp_pass = "${password.secret}"`,
      'set smtp_authenticators = "plain:login"',
      "set ssl_starttls = yes",
      "set ssl_force_tls = yes",
      "set ssl_usesystemcerts = no",
      `set certificate_file = "${certificate}"`,
      `set from = "${sender}"`,
      'set realname = "Ada Beheer"',
      "set use_envelope_from = yes",
      `set envelope_from_address = "${sender}"`,
      "set copy = no",
      "set send_charset = utf-8",
      "set charset = utf-8",
      "my_hdr Sensitivity: Private",
    ].join("\n"),
  );
  const args = [
    "-n",
    "-F",
    settings,
    "-s",
    "Offerte van € 5",
    "-a",
    attachment,
    "--",
    "Ann Peeters <ann@peeters.example>",
  ];
  const env = { ...bareEnvironment(), HOME: directory, LC_ALL: "C.UTF-8" };
  const { status, out, err } = await runProcess("neomutt", args, { input: "Dag Ann,\n\n.\nDe prijs is € 5.\n", env });
  assert.equal(status, 0, out + err);
  const message = await newest();
  assert.equal(message.subject, "Offerte van € 5");
  assert.equal(message.text.trim(), "Dag Ann,\n\n.\nDe prijs is € 5.");
  assert.deepEqual(
    message.attachments.map(({ name, sizeBytes }) => [name, sizeBytes]),
    [["Offerte €.txt", 9]],
  );
  assert.deepEqual(
    message.recipients.map(({ email, name }) => [email, name]),
    [["ann@peeters.example", "Ann Peeters"]],
  );
});
