import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { isRefusal } from "#/kernel/index.ts";
import type { Bytes } from "#/kernel/index.ts";
import { composeCopy, htmlToText, parseMail, safeHtml, textToHtml } from "./index.ts";
import type { ParsedMail } from "./index.ts";

async function read(bytes: Buffer, cuts: readonly number[]): Promise<(ParsedMail & { attached: string[] }) | string> {
  const attached: string[] = [];
  async function* pieces(): AsyncGenerator<Bytes> {
    let from = 0;
    for (const cut of [...cuts, bytes.length].map((each) => Math.min(each, bytes.length)).toSorted((a, b) => a - b)) {
      yield bytes.subarray(from, cut);
      from = cut;
    }
  }
  try {
    const parsed = await parseMail(pieces(), {
      limits: { parts: 30, depth: 6, headerLines: 60, textBytes: 2_000 },
      onAttachment: async (meta, content) => {
        const whole = Buffer.concat(await Array.fromAsync(content));
        attached.push(`${meta.name} ${meta.type} ${meta.inline} ${whole.toString("hex")}`);
      },
    });
    return { ...parsed, attached };
  } catch (error) {
    assert.ok(isRefusal(error), String(error));
    return error.code;
  }
}

/** Pieces of which mail is made, whole and broken, in any order. */
const fragment = fc.constantFrom(
  "--b\r\n",
  "--b--\r\n",
  "--bb\r\n",
  "--bb--\r\n",
  "--",
  "-",
  "\r\n",
  "\r",
  "\n",
  "\r\n\r\n",
  " ",
  "\t",
  "--b",
  "--b \r\n",
  "Content-Type: multipart/mixed; boundary=b\r\n",
  'Content-Type: multipart/alternative; boundary="bb"\r\n',
  "Content-Type: text/html\r\n",
  "Content-Type: text/plain; charset=utf-16; format=flowed\r\n",
  "Content-Type: message/rfc822\r\n",
  "Content-Type: image/png; name*0*=x''%e2; name*1*=%82%ac\r\n",
  "Content-Type: text/plain; charset=iso-2022-kr\r\n",
  "Content-Transfer-Encoding: base64\r\n",
  "Content-Transfer-Encoding: quoted-printable\r\n",
  'Content-Disposition: attachment; filename="a;b\\"c(d"\r\n',
  'From: a <b@c.d>, "e\r\n\t(f" <g@h.i>;\r\n',
  "Subject: =?utf-8?q?=e2=82?= =?utf-8?q?=ac?= =?x?b??=\r\n",
  "aGFsbG8=",
  "=E2=82=AC=\r\n",
  "= \r\n",
  "=3",
  "<p>x</p><script>",
  "> flowed \r\n",
  "text",
  "\u0000",
  "é€😀",
  "From x\r\n",
  "X:\r\n y\r\n",
);
const mail = fc
  .array(
    fc.oneof(
      { weight: 9, arbitrary: fragment },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
    ),
    { maxLength: 60 },
  )
  .map((list) => Buffer.from(list.join(""), "utf8"));

test("Any bytes are read or refused, and however they are cut, in the same way", async () => {
  await fc.assert(
    fc.asyncProperty(mail, fc.array(fc.nat(2_000), { maxLength: 20 }), async (bytes, cuts) => {
      assert.deepEqual(await read(bytes, cuts), await read(bytes, []));
    }),
    { numRuns: 1_500 },
  );
});

test("What was read of any mail can be composed, and reads the same again", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.string({ unit: "binary", maxLength: 60 }),
      async (text, subject) => {
        const copy = Buffer.concat(
          await Array.fromAsync(
            composeCopy({
              from: { email: "a@b.nl", name: subject },
              to: [],
              cc: [],
              subject,
              date: new Date(0),
              messageId: subject,
              text,
              html: "",
              attachments: [],
            }),
          ),
        );
        const back = await read(copy, []);
        assert.ok(typeof back !== "string");
        assert.equal(
          back.text,
          text.trim() === "" || text.replaceAll("\0", "").trim() === ""
            ? ""
            : text
                .toWellFormed()
                .replaceAll("\0", "")
                .replace(/^\uFEFF/, "")
                .replaceAll("\r\n", "\n"),
        );
        assert.equal(back.from?.email, "a@b.nl");
        assert.deepEqual(back.anomalies, []);
      },
    ),
    { numRuns: 500 },
  );
});

const htmlPiece = fc.constantFrom(
  "<",
  ">",
  "</",
  "/>",
  "'",
  '"',
  "=",
  "&",
  ";",
  "<!--",
  "-->",
  "<![CDATA[",
  "]]>",
  "<script>",
  "</script>",
  "<style>",
  "</style>",
  "<svg>",
  "</svg>",
  "<math>",
  "<title>",
  "</title>",
  "<textarea>",
  "<noscript>",
  "</noscript>",
  "<iframe>",
  "<img src=",
  "<a href=",
  "javascript:alert(1)",
  "data:text/html,x",
  "https://x.example/",
  "cid:a",
  " onerror=alert(1)",
  " style=",
  "url(https://x.example)",
  "color:red;",
  "&lt;script&gt;",
  "&#x3c;",
  "\u0000",
  "<p>",
  "<table>",
  "<td background=",
  "text",
  "<form>",
  "<base href=",
);

test("However HTML is broken, nothing in it runs, loads or opens a form", () => {
  fc.assert(
    fc.property(fc.array(htmlPiece, { maxLength: 40 }), (list) => {
      const once = safeHtml(list.join("")).html;
      for (const html of [once, safeHtml(once).html]) {
        for (const [tag] of html.matchAll(/<[^>]*>/g)) {
          assert.match(tag, /^<\/?(?:a|p|table|td|tr|tbody|img|span|div|b|br)\b/);
          const unquoted = tag.replaceAll(/="[^"]*"/g, "");
          assert.doesNotMatch(unquoted, / on\w+|srcset|background|srcdoc/i, tag);
          for (const [, name, value] of tag.matchAll(/ ([\w-]+)="([^"]*)"/g)) {
            if (name === "src") assert.match(value!, /^(?:cid:|data:image\/)/);
            if (name === "href") assert.match(value!, /^(?:https?:|mailto:|tel:)/i);
            if (name === "style") assert.doesNotMatch(value!, /url|expression|@/i);
          }
        }
      }
      htmlToText(list.join(""));
    }),
    { numRuns: 3_000 },
  );
});

test("Plain text shown as HTML says the same, and no more", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      const html = textToHtml(text);
      const shown = html
        .replaceAll(/<[^>]*>/g, "")
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">")
        .replaceAll("&quot;", '"')
        .replaceAll("&amp;", "&");
      assert.equal(shown, text.replaceAll("\r\n", "\n"));
    }),
    { numRuns: 1_000 },
  );
});
