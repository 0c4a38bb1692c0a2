import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { desk, inspectScreen, openVisitor, pagesOnly, phone, type Visitor } from "./browser.ts";
import { enterDemo, memberScreens, watchAnswers } from "./every-screen.ts";
import { listenFor } from "./said-in.ts";
import { shootScreen } from "./shoot-screen.ts";

let server: TestServer;
const visitors: Visitor[] = [];

const sizes = [
  { name: "390", options: { ...phone, colorScheme: "dark" }, language: "fr" },
  { name: "1280", options: desk, language: "nl" },
] as const;

before(async () => {
  server = await startTestServer({ args: ["--demo"], environment: pagesOnly });
});
after(async () => {
  await Promise.all(visitors.map((visitor) => visitor.remove()));
  await server?.stop();
});

const people = ["anna@delinde.example", "hanneke@kantoor-vdm.example"] as const;

for (const [at, { name: size, options, language }] of sizes.entries())
  test(`Every screen of a member fits ${size} pixels, can be used by everybody, asks no other host and speaks one language`, async () => {
    const visitor = await openVisitor(server.url, options);
    visitors.push(visitor);
    await enterDemo(visitor.context, server.url, people[at]!, "linde en kastanje");
    const { page } = visitor;
    const settled = watchAnswers(page);
    const foreignTo = listenFor(language);
    const foreign: string[] = [];
    if (language === "fr") {
      await page.goto(`${server.url}/more`);
      await page.getByRole("button", { name: "Français" }).click();
      await page.getByRole("button", { name: "Se déconnecter" }).waitFor();
      await settled();
    }
    for (const { name, path, reach } of memberScreens) {
      await page.goto(`${server.url}${path}`);
      await settled();
      await reach?.(page);
      await settled();
      await inspectScreen(page, `${name} at ${size}`);
      for (const text of await foreignTo(page)) foreign.push(`${name}: ${text}`);
      await shootScreen(page, `${size}-${name}`);
    }
    assert.deepEqual(foreign, [], `labels in another language than ${language}`);
    visitor.assertClean();
  });
