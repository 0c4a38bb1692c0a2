import assert from "node:assert/strict";
import { test } from "node:test";
import type { Bytes } from "#/kernel/index.ts";
import { Refusal } from "#/kernel/index.ts";
import { htmlToText, parseMail, safeHtml } from "./index.ts";
import type { MailLimits } from "./index.ts";

/** Milliseconds of this process's own time: what else the machine does is not counted. */
const ownTimeMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};
const ignore = async (): Promise<void> => undefined;

async function* repeated(head: string, piece: Buffer, times: number): AsyncGenerator<Bytes> {
  yield Buffer.from(head, "latin1");
  for (let index = 0; index < times; index += 1) yield piece;
}

const refused = (code: string, limits?: Partial<MailLimits>) => async (source: AsyncIterable<Bytes>) => {
  const started = ownTimeMs();
  await assert.rejects(
    parseMail(source, { onAttachment: ignore, ...(limits === undefined ? {} : { limits }) }),
    (error) => error instanceof Refusal && error.code === code,
  );
  assert.ok(ownTimeMs() - started < 5_000, "the refusal took too long");
};

test("Parts nested 10,000 deep are refused at the bound", async () => {
  let mail = "";
  for (let level = 0; level < 10_000; level += 1)
    mail += `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`;
  await refused("intake.too_deep")(repeated("", Buffer.from(mail), 1));
});

test("Messages within messages 10,000 deep are one attachment", async () => {
  let mail = "";
  for (let level = 0; level < 10_000; level += 1) mail += "Content-Type: message/rfc822\r\n\r\n";
  const parsed = await parseMail(repeated("", Buffer.from(mail), 1), { onAttachment: ignore });
  assert.equal(parsed.attachmentCount, 1);
});

test("A mail of 100,000 parts is refused at the bound", async () => {
  const part = Buffer.from("--b\r\n\r\nx\r\n".repeat(1_000));
  await refused("intake.too_many_parts")(repeated("Content-Type: multipart/mixed; boundary=b\r\n\r\n", part, 100));
  const empty = Buffer.from("--b\r\n".repeat(1_000));
  await refused("intake.too_many_parts")(repeated("Content-Type: multipart/mixed; boundary=b\r\n\r\n", empty, 100));
});

test("50 MB of header are refused after the first 256 KiB", async () => {
  let taken = 0;
  async function* counted(line: Buffer): AsyncGenerator<Bytes> {
    for (; taken < 50 * 1024 * 1024; taken += line.length) yield line;
  }
  await refused("intake.header_too_large")(counted(Buffer.from(`X-Fill: ${"x".repeat(900)}\r\n`)));
  assert.ok(taken < 600_000, `${taken} bytes were taken`);
  taken = 0;
  await refused("intake.header_too_large")(counted(Buffer.alloc(65_536, "y")));
  assert.ok(taken < 1_000_000, `${taken} bytes were taken`);
  taken = 0;
  await refused("intake.header_too_long")(counted(Buffer.from("X: y\r\n".repeat(100))));
});

test("The header of a part has the same bound as that of the mail", async () => {
  const line = Buffer.from(`X-Fill: ${"x".repeat(900)}\r\n`);
  await refused("intake.header_too_large")(
    repeated("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", line, 10_000),
  );
});

test("A mail over the bound for its size is refused while it comes in", async () => {
  await refused("intake.mail_too_large", { totalBytes: 1_000_000 })(
    repeated("Subject: x\r\n\r\n", Buffer.alloc(65_536, "a"), 100),
  );
});

test("A very long text stays readable from its start, and whole as an attachment", async () => {
  const names: [string, number][] = [];
  const parsed = await parseMail(repeated("Subject: x\r\n\r\n", Buffer.from("regel tekst\r\n".repeat(5_000)), 100), {
    limits: { textBytes: 100_000 },
    onAttachment: async (meta, content) => {
      let sizeBytes = 0;
      for await (const piece of content) sizeBytes += piece.byteLength;
      names.push([meta.name, sizeBytes]);
    },
  });
  assert.ok(parsed.text.length > 80_000 && parsed.text.length <= 100_000);
  assert.deepEqual(names, [["attachment-1.txt", 6_500_000]]);
  assert.ok(parsed.anomalies.includes("text-too-long"));
});

test("Reading 200 MB of attachment takes no more memory than reading a little", async () => {
  const line = Buffer.from(`${"QUJD".repeat(19)}\r\n`.repeat(800));
  const head =
    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n";
  const before = process.memoryUsage().rss;
  let peakBytes = 0;
  let sizeBytes = 0;
  await parseMail(repeated(head, line, 3_200), {
    limits: { totalBytes: 300 * 1024 * 1024 },
    onAttachment: async (_, content) => {
      for await (const piece of content) {
        sizeBytes += piece.byteLength;
        peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
      }
    },
  });
  assert.equal(sizeBytes, 3_200 * 800 * 57);
  assert.ok(peakBytes - before < 120 * 1024 * 1024, `${Math.round((peakBytes - before) / 1e6)} MB more`);
});

test("One byte at a time costs no quadratic time", async () => {
  const mail = Buffer.from(`Subject: x\r\nX-Long: ${"a".repeat(200_000)}\r\n\r\n${"b".repeat(200_000)}`);
  async function* bytes(): AsyncGenerator<Bytes> {
    for (let at = 0; at < mail.length; at += 1) yield mail.subarray(at, at + 1);
  }
  const started = ownTimeMs();
  const parsed = await parseMail(bytes(), { onAttachment: ignore });
  assert.equal(parsed.text.length, 200_000);
  assert.ok(ownTimeMs() - started < 5_000);
});

const within = (timeMs: number, what: string, act: () => void): void => {
  const started = ownTimeMs();
  act();
  const tookMs = ownTimeMs() - started;
  assert.ok(tookMs < timeMs, `${what}: ${Math.round(tookMs)} ms`);
};

test("Pathological HTML takes bounded time and gives bounded depth", () => {
  const cases: Record<string, string> = {
    nested: "<div>".repeat(200_000),
    "nested tables": "<table><tr><td>".repeat(100_000),
    "nested fonts with styles": '<font style="color:red;width:1px">'.repeat(50_000),
    "opened and never closed": "<b><i><u>x".repeat(50_000),
    "closed and never opened": "</div>".repeat(300_000),
    "unfinished tags": "<a href='".repeat(100_000),
    "unfinished comments": "<!--".repeat(200_000),
    "many attributes": `<p ${Array.from({ length: 50_000 }, (_, index) => `a${index}="x"`).join(" ")}>x`,
    "long style": `<p style="${"color:red;".repeat(100_000)}">x</p>`,
    entities: "&amp;&#x41;&nosuch".repeat(100_000),
    "noscript repeated": "<noscript>".repeat(100_000),
    "iframes repeated": "<iframe>".repeat(100_000),
    "svg nested": "<svg><g>".repeat(100_000),
  };
  for (const [what, html] of Object.entries(cases)) {
    within(4_000, what, () => {
      const safe = safeHtml(html).html;
      const opened = safe.match(/<(?:div|table|font)/g)?.length ?? 0;
      assert.ok(opened <= 50_000);
      assert.doesNotMatch(safe, /(?:<div>){200}/);
    });
    within(4_000, `${what} as text`, () => htmlToText(html));
  }
});
