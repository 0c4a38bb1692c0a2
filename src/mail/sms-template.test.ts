import assert from "node:assert/strict";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, test } from "node:test";
import { programDirectory } from "#/config.ts";
import { readSmsTemplate, sendSms } from "./sms-template.ts";

interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const received: Received[] = [];
let answer: { status: number; body: string } = { status: 200, body: '{"status":"queued"}' };
const gateway = createServer(async (request, response) => {
  let body = "";
  for await (const part of request) body += String(part);
  received.push({ method: request.method!, url: request.url!, headers: request.headers, body });
  response.writeHead(answer.status, { location: "https://elsewhere.example/" }).end(answer.body);
});
gateway.listen(0, "127.0.0.1");
await once(gateway, "listening");
after(() => gateway.close());
const base = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;

const template = (body = '{"to": {{phone:json}}, "text": {{text:json}}}', rules = 'body "status"\\s*:\\s*"queued"') =>
  readSmsTemplate(`# ours\nPOST ${base}/send?to={{digits:url}}\nX-Key: abc\n\n${body}\n=== answer\n${rules}\n`);
const sms = { phone: "+31612345678", text: 'Bakker & Zn: "123456"\n</x>' };

test("A text goes to the gateway in the gateway's own form", async () => {
  assert.deepEqual(await sendSms(template(), sms), { kind: "accepted" });
  const { method, url, headers, body } = received.at(-1)!;
  assert.deepEqual([method, url, headers["x-key"]], ["POST", "/send?to=31612345678", "abc"]);
  assert.deepEqual(JSON.parse(body), { to: sms.phone, text: sms.text });
});

test("What is filled in cannot break out of its place", async () => {
  await sendSms(template("<t>{{text:xml}}</t>&text={{text:url}}"), sms);
  const { body } = received.at(-1)!;
  assert.ok(body.startsWith("<t>Bakker &amp; Zn: &quot;123456&quot;\n&lt;/x&gt;</t>"));
  assert.ok(body.endsWith(`&text=${encodeURIComponent(sms.text)}`));
});

test("A gateway that says 200 and means no has refused", async () => {
  answer = { status: 200, body: '{"status":"rejected"}' };
  assert.equal((await sendSms(template(), sms)).kind, "refused");
});

test("A gateway in trouble is tried again, one that refuses is not", async () => {
  for (const [status, kind] of [
    [503, "retry"],
    [429, "retry"],
    [401, "refused"],
    [302, "refused"],
  ] as const) {
    answer = { status, body: "" };
    assert.deepEqual(await sendSms(template(), sms), { kind, answer: String(status) });
  }
  const nobody = readSmsTemplate("GET http://127.0.0.1:1/?{{digits:url}}\n");
  assert.equal((await sendSms(nobody, sms)).kind, "retry");
});

test("A template that is wrong is refused with the place where", () => {
  for (const [source, says] of [
    ["", /no request/],
    ["POST http://gateway.example/\n", /https/],
    ["POST https://{{digits:url}}.example/\n", /fixed host/],
    ["POST https://x.example/?t={{text:plain}}\n", /address/],
    ["POST https://x.example/\nX: {{text:url}}\n", /headers/],
    ["POST https://x.example/\nHost: y\n", /header/],
    ["POST https://x.example/\nnonsense\n", /header/],
    ["POST https://x.example/\n\n{{code:json}}\n", /body/],
    ["GET https://x.example/\n\nbody\n", /no body/],
    ["GET https://x.example/\n=== answer\naccepted yes\n", /status codes/],
    ["GET https://x.example/\n=== answer\nbody (\n", /regular expression/],
    ["GET https://x.example/\n=== answer\nseconds 0\n", /seconds from 1 to 60/],
    ["GET https://x.example/\n=== answer\nretry 500\nretry 501\n", /not one line/],
  ] as const)
    assert.throws(() => readSmsTemplate(source), says, source);
});

test("The examples in the documentation are valid", () => {
  const directory = join(programDirectory, "docs/sms");
  const files = readdirSync(directory).filter((name) => name.endsWith(".http"));
  assert.ok(files.length >= 2);
  for (const file of files) {
    const source = readFileSync(join(directory, file), "utf8");
    assert.match(source, /UNTESTED/);
    assert.equal(readSmsTemplate(source).method, "POST", file);
  }
});
