import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { programDirectory } from "#/config.ts";
import { openTestDoor } from "../../../tests/e2e/http/support/door.ts";
import { guidePage, helpPath } from "./help.ts";

const desk = await openTestDoor({ environment: { ZEGEL_SMTP_PORT: "12587", ZEGEL_SMTPS_PORT: "12465" } });
after(() => desk.close());

test("The address in an answer to a mail program opens the guide, with this installation's own ports", async () => {
  for (const [language, title] of [
    ["nl", "Versturen vanuit je mailprogramma"],
    ["en", "Sending from your mail program"],
  ] as const) {
    const answer = await fetch(desk.base + helpPath, { headers: { "accept-language": language, accept: "text/html" } });
    const page = await answer.text();
    assert.equal(answer.status, 200);
    assert.match(page, new RegExp(`<h1>${title}</h1>`));
    assert.match(page, /<code>12465<\/code>[\s\S]*<code>12587<\/code>/);
    assert.match(page, /<code>localhost<\/code>/);
    assert.doesNotMatch(page, /mail\.example\.com|\*\*|\|/);
  }
});

test("The guide to the audit log opens in both languages, and names everything that verifying may find", async () => {
  const source = readFileSync(join(programDirectory, "src/audit/verify-log.ts"), "utf8");
  const [, problems] = /readonly problem:([^;]+);/.exec(source)!;
  const codes = [...problems!.matchAll(/"([a-z-]+)"/g)].map(([, code]) => code!);
  assert.ok(codes.length > 10);
  for (const language of ["nl", "en"]) {
    const answer = await fetch(`${desk.base}/help/audit-log`, { headers: { "accept-language": language } });
    assert.equal(answer.status, 200);
    const page = await answer.text();
    assert.match(page, new RegExp(`<html lang="${language}"`));
    for (const code of codes) assert.ok(page.includes(`<code>${code}</code>`), code);
  }
});

test("Both guides have the same sections, and nothing in them is taken for markup of the page", () => {
  const shape = (file: string): string =>
    guidePage(readFileSync(join(programDirectory, file), "utf8"))
      .body.replaceAll(/>[^<]*</g, "><")
      .replaceAll(/^[^<]+|[^>]+$/g, "");
  const tags = (file: string): string => [...shape(file).matchAll(/<(?:h2|table|ol|ul|p|li|tr)>/g)].join("");
  assert.equal(tags("docs/nl/mailprogramma.md"), tags("docs/en/mail-program.md"));
  assert.equal(tags("docs/nl/auditlog.md"), tags("docs/en/audit-log.md"));
  assert.match(guidePage("# x\n\n<script>alert(1)</script> `<b>`").body, /&lt;script&gt;.*<code>&lt;b&gt;<\/code>/);
});
