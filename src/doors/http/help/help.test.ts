import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { programDirectory } from "#/config.ts";
import { openTestDoor } from "../../../../tests/e2e/http/support/door.ts";
import { guideLanguage, pictures, readGuides } from "./guides.ts";
import { renderGuide } from "./render-guide.ts";
import { searchGuides } from "./search-guides.ts";

const desk = await openTestDoor({ environment: { ZEGEL_SMTP_PORT: "12587", ZEGEL_SMTPS_PORT: "12465" } });
after(() => desk.close());

const get = async (path: string, language = "nl"): Promise<{ status: number; page: string }> => {
  const answer = await fetch(desk.base + path, { headers: { "accept-language": language, accept: "text/html" } });
  return { status: answer.status, page: await answer.text() };
};
const asIs = (text: string): string => text;

test("The address in an answer to a mail program opens the guide, with this installation's own ports", async () => {
  for (const [language, title] of [
    ["nl", "Versturen vanuit je mailprogramma"],
    ["en", "Sending from your mail program"],
  ] as const) {
    const { status, page } = await get("/help/mail-program", language);
    assert.equal(status, 200);
    assert.match(page, new RegExp(`<h1>${title}</h1>`));
    assert.match(page, /<code>12465<\/code>[\s\S]*<code>12587<\/code>/);
    assert.match(page, /<code>localhost<\/code>/);
    assert.doesNotMatch(page, /mail\.example\.com|\*\*|\|/);
  }
});

test("Whoever looks for a word finds the section that is about it, and comes there by its link", async () => {
  const { page } = await get("/help?q=Wachtwoord+VERGETEN");
  const [, path, fragment] = /<a href="(\/help\/[a-z-]+)#([a-z0-9-]+)">/.exec(page) ?? [];
  assert.ok(path && fragment, page);
  assert.match(page, /<mark>wachtwoord<\/mark>/i);
  assert.match((await get(path)).page, new RegExp(`<h\\d id="${fragment}">`));
});

test("Whoever finds nothing is told so, and gets all guides; what was typed stays text", async () => {
  const { status, page } = await get(`/help?q=${encodeURIComponent("<script>alert(1)</script>")}`, "en");
  assert.equal(status, 200);
  assert.match(page, /The guides say nothing about “&lt;script&gt;/);
  assert.match(page, /href="\/help\/member"/);
  assert.doesNotMatch(page, /<script/);
  assert.equal((await get(`/help?q=${"a".repeat(5000)}`)).status, 200);
  assert.equal((await get("/help?q=a&q=b")).status, 200);
});

test("Every link and picture of every guide leads somewhere", async () => {
  for (const language of ["nl", "en"] as const)
    for (const { name } of readGuides(language, asIs)) {
      const { page } = await get(`/help/${name}`, language);
      for (const [, target] of page.matchAll(/(?:href|src)="(\/help\/[^"]*)"/g)) {
        const [path = "", fragment] = target!.split("#");
        const led = await get(path, language);
        assert.equal(led.status, 200, `${target} in ${name}`);
        if (fragment) assert.match(led.page, new RegExp(`id="${fragment}"`), `${target} in ${name}`);
      }
    }
  assert.equal((await get("/help/nothing")).status, 404);
  assert.equal((await get("/help/pictures/..%2F..%2Fpackage.json")).status, 404);
});

test("Every picture that was made for guides stands in a guide of its language, and both languages show the same steps", () => {
  const shown = (["nl", "en"] as const).map((language) => {
    const directory = join(programDirectory, "docs", language);
    const text = readdirSync(directory).map((name) => readFileSync(join(directory, name), "utf8"));
    return text
      .flatMap((page) => [...page.matchAll(/pictures\/(nl|en)-([a-z-]+)\.png/g)])
      .map(([, of, step]) => {
        assert.equal(of, language);
        return step!;
      });
  });
  const made = [...pictures].map((name) => /^(?:nl|en)-([a-z-]+)\.png$/.exec(name)?.[1]).filter((step) => step);
  assert.deepEqual(shown[0]!.toSorted(), [...new Set(made)].toSorted());
  assert.deepEqual(shown[1]!.toSorted(), shown[0]!.toSorted());
});

test("The guide to the audit log names everything that verifying may find, in both languages", () => {
  const source = readFileSync(join(programDirectory, "src/audit/verify-log.ts"), "utf8");
  const [, problems] = /readonly problem:([^;]+);/.exec(source)!;
  const codes = [...problems!.matchAll(/"([a-z-]+)"/g)].map(([, code]) => code!);
  assert.ok(codes.length > 10);
  for (const language of ["nl", "en"] as const) {
    const { body } = readGuides(language, asIs).find(({ name }) => name === "audit-log")!;
    for (const code of codes) assert.ok(body.includes(`<code>${code}</code>`), code);
  }
});

test("A guide is the same in both languages, section by section", () => {
  const english = readGuides("en", asIs);
  for (const [at, guide] of readGuides("nl", asIs).entries())
    assert.equal(guide.sections.length, english[at]!.sections.length, guide.name);
  assert.equal(guideLanguage("fr"), "en");
});

test("Whatever looks like markup of a page in a guide is text in it", () => {
  const { title, body } = renderGuide(
    "# x & y\n\n<script>alert(1)</script> `<b>` [a](javascript:alert(1)) [b](c.md)",
    () => undefined,
  );
  assert.equal(title, "x & y");
  assert.match(body, /&lt;script&gt;.*<code>&lt;b&gt;<\/code>/);
  assert.doesNotMatch(body, /<a|<script/);
});

test("A word in a heading says more than one in the text, and marks on letters make no difference", () => {
  const guide = {
    name: "x",
    audience: "member",
    ...renderGuide("# t\n\n## Één\n\nappel\n\n## Twee\n\neen een een", asIs),
  } as const;
  assert.deepEqual(
    searchGuides([guide], "een").map(({ section }) => section.heading),
    ["Één", "Twee"],
  );
  assert.deepEqual(searchGuides([guide], "   "), []);
});

test("The sheet to hand out is there in four languages, with the same steps, and in the one that is asked for", async () => {
  const shapes = new Set<string>();
  for (const language of ["nl", "fr", "de", "en"]) {
    const { status, page } = await get(`/help/sheet?language=${language}`, "en");
    assert.equal(status, 200);
    shapes.add([...page.matchAll(/<(?:h1|h2|ol|ul|li|strong)>/g)].join(""));
    const asked = await get("/help/sheet", language);
    assert.equal(asked.page, page);
  }
  assert.equal(shapes.size, 1);
  assert.equal((await get("/help/sheet?language=xx")).status, 200);
});
