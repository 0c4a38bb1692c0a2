import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { desk, inspectScreen, openVisitor, pagesOnly, phone, type Visitor } from "./browser.ts";
import { enterNewFirm, sendByApi } from "./firm.ts";
import { linkFor } from "./outbox.ts";
import { listenFor } from "./said-in.ts";
import { shootScreen } from "./shoot-screen.ts";

const agreed = "groene stoel aan tafel";
const words = {
  de: {
    open: "Nachricht öffnen",
    password: "Vereinbartes Passwort",
    goOn: "Weiter",
    keep: "Kopie speichern",
    reply: "Antworten",
    stop: "Abbrechen",
    close: "Schließen",
    closed: "Sie haben die Nachricht geschlossen",
  },
  fr: {
    open: "Ouvrir le message",
    password: "Mot de passe convenu",
    goOn: "Continuer",
    keep: "Garder une copie",
    reply: "Répondre",
    stop: "Annuler",
    close: "Fermer",
    closed: "Vous avez fermé le message",
  },
} as const;
const sizes = [
  { size: "390", language: "de", options: { ...phone, colorScheme: "dark", locale: "de-DE" } },
  { size: "1280", language: "fr", options: { ...desk, locale: "fr-BE" } },
] as const;

let server: TestServer;
let member: Visitor;
const guests: Visitor[] = [];

before(async () => {
  server = await startTestServer({ environment: pagesOnly });
  member = await openVisitor(server.url, desk);
  await enterNewFirm(member.context, server.url);
});
after(async () => {
  await Promise.all([member, ...guests].map((visitor) => visitor?.remove()));
  await server?.stop();
});

/** A message with a name, a word and a file that are longer than anybody expects. */
const sendLong = (email: string) =>
  sendByApi(
    member.context,
    server.url,
    {
      recipients: [{ email, verification: "password", password: agreed }],
      subject: `Betreft: ${"zaaknummer".repeat(12)}`,
      html: `<p>Geachte heer, mevrouw,</p><p>${"onafgebroken".repeat(30)}</p><table><tr>${"<td>Bedrag</td>".repeat(14)}</tr></table>`,
    },
    [{ name: `${"overzicht-".repeat(15)}.pdf`, mimeType: "application/pdf", buffer: Buffer.alloc(2000, "%PDF-1.7\n") }],
  );

for (const { size, language, options } of sizes)
  test(`Every screen of a guest fits ${size} pixels, can be used by everybody, asks no other host and speaks one language`, async () => {
    const email = `gast-${language}@voorbeeld.example`;
    await sendLong(email);
    const visitor = await openVisitor(server.url, options);
    guests.push(visitor);
    const { page } = visitor;
    const say = words[language];
    const foreignTo = listenFor(language);
    const foreign: string[] = [];
    const look = async (name: string): Promise<void> => {
      await inspectScreen(page, `${name} at ${size}`);
      for (const text of await foreignTo(page)) foreign.push(`${name}: ${text}`);
      await shootScreen(page, `guest-${size}-${name}`);
      await page.emulateMedia({ colorScheme: size === "390" ? "dark" : "light" });
    };
    await tour(page, await linkFor(server.url, email), say, look);
    assert.deepEqual(foreign, [], `labels in another language than ${language}`);
    visitor.assertClean();
  });

async function tour(
  page: Page,
  link: string,
  say: (typeof words)[keyof typeof words],
  look: (name: string) => Promise<void>,
): Promise<void> {
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  await page.goto(link);
  await button(say.open).waitFor();
  await look("door");
  await button(say.open).click();
  await page.getByLabel(say.password).fill("een ander");
  await button(say.goOn).click();
  await page.getByRole("alert").waitFor();
  await look("wrong password");
  await page.getByLabel(say.password).fill(agreed);
  await button(say.goOn).click();
  await page.frameLocator(".letter-frame").first().getByText("Geachte heer").waitFor();
  await look("letter");
  await button(say.keep).click();
  await page.locator("input[type=password]").first().waitFor();
  await look("keep");
  await button(say.close).first().click();
  await button(say.reply).click();
  await page.locator("textarea").fill("Danke, merci.");
  await look("reply");
  await page.locator("textarea").fill("");
  await button(say.stop).click();
  await button(say.close).click();
  await page.getByText(say.closed).waitFor();
  await look("closed");
  await page.goto(`${server.url}/check`);
  await page.locator("input").first().waitFor();
  await look("is this real");
  await page.goto(`${server.url}/m/00000000-0000-7000-8000-000000000000#${"a".repeat(43)}`);
  await page.locator("h1").waitFor();
  await look("no such message");
}
