import assert from "node:assert/strict";
import { after, before } from "node:test";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { until } from "../../support/until.ts";
import { desk, inspectScreen, openVisitor, pagesOnly, phone, type Visitor } from "./browser.ts";
import { enterNewColleague, enterNewFirm, sendByApi, sendLetter } from "./firm.ts";
import { shootScreen } from "./shoot-screen.ts";
import { step } from "./step.ts";

const tom = { name: "Tom Verhoeven", email: "tom@kantoor-dewit.example" };
const point = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let server: TestServer;
let admin: Visitor;
let colleague: Visitor;

before(async () => {
  server = await startTestServer({ environment: pagesOnly });
  const dark = { ...phone, colorScheme: "dark" } as const;
  [admin, colleague] = await Promise.all([openVisitor(server.url, desk), openVisitor(server.url, dark)]);
  await enterNewFirm(admin.context, server.url);
  await enterNewColleague(admin.context, colleague.context, server.url, tom);
});
after(async () => {
  await Promise.all([admin, colleague].map((visitor) => visitor?.remove()));
  await server?.stop();
});

const text = ({ page }: Visitor) => page.getByRole("textbox", { name: "Bericht", exact: true });
const saved = ({ page }: Visitor) => page.getByText("Opgeslagen", { exact: true }).waitFor();

step("What is written is saved by itself, and goes on after the page was closed", async () => {
  const { page } = admin;
  await page.goto(`${server.url}/mail/inbox`);
  await page.getByText("Nog geen berichten").waitFor();
  await page.keyboard.press("c");
  await page.getByLabel("Aan", { exact: true }).pressSequentially("tom@");
  await page.getByRole("option", { name: /Tom Verhoeven/ }).waitFor();
  await inspectScreen(page, "completing an address");
  await shootScreen(page, "completing");
  await page.getByLabel("Aan", { exact: true }).press("Enter");
  await page.locator(".chip", { hasText: "Tom" }).waitFor();
  await page.getByLabel("Onderwerp").fill("Jaarcijfers");
  await text(admin).click();
  await page.keyboard.press("Control+b");
  await page.keyboard.type("Let op");
  await page.keyboard.press("Control+b");
  await page.keyboard.type(": de termijn is ");
  await saved(admin);
  await page.waitForURL(/\/mail\/drafts\/[0-9a-f-]{36}$/);
  await page.keyboard.type("vrijdag.");
  await page.locator("input[type=file]").setInputFiles([{ name: "cijfers.csv", mimeType: "text/csv", buffer: point }]);
  await page.getByText("cijfers.csv").waitFor();
  await saved(admin);
  await inspectScreen(page, "writing");
  await shootScreen(page, "writing");
  await page.goBack();
  assert.equal(new URL(page.url()).pathname, "/mail/inbox");
  await page.goForward();
  await text(admin).getByText("de termijn is vrijdag.").waitFor();
  await page.reload();
  await text(admin).getByText("de termijn is vrijdag.").waitFor();
  await page.goto(`${server.url}/mail/drafts`);
  await page.locator(".list-row, .mail-row", { hasText: "Jaarcijfers" }).click();
  await text(admin).locator("strong", { hasText: "Let op" }).waitFor();
  await page.getByText("cijfers.csv").waitFor();
  await inspectScreen(page, "drafts");
  await shootScreen(page, "drafts");
});

step("A draft changed in two tabs asks which one to keep", async () => {
  const { page } = admin;
  const other = await admin.context.newPage();
  await other.goto(page.url());
  const theirs = other.getByRole("textbox", { name: "Bericht", exact: true });
  await theirs.locator("strong").waitFor();
  await other.getByLabel("Onderwerp").fill("Jaarcijfers 2025");
  await other.getByText("Opgeslagen", { exact: true }).waitFor();
  await page.getByLabel("Onderwerp").fill("Cijfers");
  await page.getByText("ergens anders ook gewijzigd").waitFor();
  await inspectScreen(page, "two versions");
  await page.getByRole("button", { name: "De andere nemen" }).click();
  await until(
    "the other version is shown",
    async () => (await page.getByLabel("Onderwerp").inputValue()) === "Jaarcijfers 2025",
  );
  await other.close();
});

step("An image in the text travels with the message and is shown to who reads it", async () => {
  const { page } = admin;
  await text(admin).click();
  await page.evaluate(`{
    const files = new DataTransfer();
    files.items.add(new File([new Uint8Array(${JSON.stringify([...point])})], "plaatje.png", { type: "image/png" }));
    const paste = new ClipboardEvent("paste", { clipboardData: files, bubbles: true, cancelable: true });
    document.querySelector(".editor-text").dispatchEvent(paste);
  }`);
  const shown = text(admin).locator("img[alt='plaatje.png']");
  await shown.waitFor();
  await page.getByText("in de tekst").waitFor();
  await saved(admin);
  await page.reload();
  await shown.waitFor();
  await until("the image is more than a box after a reload", () =>
    page.evaluate<boolean>(
      `(({ src, naturalWidth }) => src.includes("/picture?") && naturalWidth > 0)(document.querySelector(".editor-text img"))`,
    ),
  );
  await sendLetter(page);
  const { page: theirs } = colleague;
  await theirs.goto(`${server.url}/mail/inbox`);
  await theirs.locator(".mail-row", { hasText: "Jaarcijfers 2025" }).click();
  const letter = theirs.frameLocator(".letter-frame").first();
  await letter.locator("b, strong", { hasText: "Let op" }).waitFor();
  await letter.locator("img").waitFor();
});

step("An answer carries what it answers, folded below it, and can leave it out", async () => {
  const { page } = colleague;
  await page.getByRole("button", { name: "Antwoorden", exact: true }).click();
  const quote = page.getByRole("button", { name: /schreef Sanne de Wit/ });
  await quote.click();
  await page.frameLocator(".quoted .letter-frame").locator("img").waitFor();
  await inspectScreen(page, "an answer with its quote, phone, dark");
  await shootScreen(page, "answer-phone");
  await page.getByRole("button", { name: "Weglaten" }).click();
  await quote.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Ongedaan maken" }).click();
  await quote.waitFor();
  await text(colleague).fill("Gezien, dank.");
  await sendLetter(page);
  const { page: theirs } = admin;
  await theirs.goto(`${server.url}/mail/inbox`);
  await theirs.locator(".mail-row", { hasText: "Jaarcijfers 2025" }).click();
  const letter = theirs.frameLocator(".letter-frame").last();
  await letter.getByText("Gezien, dank.").waitFor();
  assert.equal(await letter.locator("blockquote").isVisible(), false, "what was said before is folded");
  await letter.locator("summary").click();
  await letter.locator("blockquote b, blockquote strong", { hasText: "Let op" }).waitFor();
  await shootScreen(theirs, "answered");
});

step("A link is asked for beside the text, and a draft that was thrown away comes back", async () => {
  const { page } = admin;
  await page.goto(`${server.url}/mail/inbox/new`);
  await page.getByLabel("Onderwerp").fill("Weg en terug");
  await text(admin).fill("Zie onze pagina");
  await text(admin).press("Control+a");
  await page.getByRole("button", { name: "Link", exact: true }).click();
  const address = page.getByLabel("Waar gaat de link heen?");
  await address.fill("geen adres");
  await address.press("Enter");
  await page.getByText("Dit is geen adres").waitFor();
  await inspectScreen(page, "asking for a link");
  await address.fill("www.kantoor-dewit.example/uitleg");
  await address.press("Enter");
  await text(admin).locator("a[href='https://www.kantoor-dewit.example/uitleg']", { hasText: "Zie onze" }).waitFor();
  await page.getByRole("button", { name: "Weggooien" }).click();
  const bar = page.locator(".undo-bar", { hasText: "Weggegooid." });
  await bar.waitFor();
  await inspectScreen(page, "thrown away");
  await bar.getByRole("button", { name: "Ongedaan maken" }).press("Enter");
  await text(admin).locator("a", { hasText: "Zie onze pagina" }).waitFor();
  await page.getByRole("button", { name: "Weggooien" }).click();
  await bar.getByRole("button", { name: "Sluiten" }).click();
  await page.goto(`${server.url}/mail/drafts`);
  await page.getByText("Geen concepten").waitFor();
});

step("Signature and templates are kept, and put into a new message", async () => {
  const { page } = colleague;
  await page.goto(`${server.url}/writing`);
  await page.getByRole("textbox", { name: "Handtekening" }).fill("Groet, Tom");
  await page.getByRole("button", { name: "Opslaan" }).first().click();
  await saved(colleague);
  await page.getByRole("button", { name: "Sjabloon maken" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Naam").fill("Stukken gevraagd");
  await form.getByRole("textbox", { name: "Bericht" }).fill("Stuurt u ons de stukken?");
  await form.getByRole("button", { name: "Opslaan" }).click();
  await page.getByText("Stukken gevraagd").waitFor();
  await inspectScreen(page, "signature and templates, phone, dark");
  await page.goto(`${server.url}/mail/inbox/new`);
  await text(colleague).getByText("Groet, Tom").waitFor();
  await page.getByLabel("Aan", { exact: true }).and(page.locator(":focus")).waitFor();
  await page.getByLabel("Aan", { exact: true }).fill("sanne@kantoor-dewit.example,");
  await page.getByRole("button", { name: "Versturen", exact: true }).click();
  await page.getByRole("alert").getByText("Het bericht is nog leeg.").waitFor();
  await page.getByRole("button", { name: "Sjabloon", exact: true }).click();
  await page.getByRole("menuitem", { name: /Stukken gevraagd/ }).click();
  await text(colleague).getByText("Stuurt u ons de stukken?").waitFor();
  await inspectScreen(page, "writing, phone, dark");
  await shootScreen(page, "writing-phone");
});

step("A conversation is forwarded, and shared with a colleague", async () => {
  const { page } = admin;
  const own = [{ email: "sanne@kantoor-dewit.example" }];
  await sendByApi(colleague.context, server.url, { recipients: own, subject: "Dossier Zwaan", text: "Ter info." });
  await page.goto(`${server.url}/mail/inbox`);
  await page.locator(".mail-row", { hasText: "Dossier Zwaan" }).click();
  await page.getByRole("button", { name: "Delen met collega" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Tom Verhoeven").check();
  await inspectScreen(page, "sharing");
  await form.getByRole("button", { name: "Delen", exact: true }).click();
  await form.getByText(/Gedeeld met Tom/).waitFor();
  await form.getByRole("button", { name: "Sluiten" }).last().click();
  await page.getByRole("button", { name: "Doorsturen" }).click();
  await page.frameLocator(".quoted .letter-frame").getByText("Ter info.").waitFor();
  await inspectScreen(page, "forwarding");
  await shootScreen(page, "forwarding");
  assert.match(await page.getByLabel("Onderwerp").inputValue(), /Dossier Zwaan/);
});

step("The trash says how long it keeps things, and is emptied after saying what that does", async () => {
  const { page } = admin;
  await page.goto(`${server.url}/mail/inbox`);
  await page.locator(".mail-row", { hasText: "Dossier Zwaan" }).click();
  await page.getByRole("heading", { name: "Dossier Zwaan" }).waitFor();
  await page.keyboard.press("#");
  await page.getByText("1 gesprek weggegooid").waitFor();
  await page.goto(`${server.url}/mail/trash`);
  await page.getByText("Wat hier 30 dagen staat, verdwijnt vanzelf.").waitFor();
  await inspectScreen(page, "trash");
  await shootScreen(page, "trash");
  await page.getByRole("button", { name: "Prullenbak legen" }).click();
  const asked = page.getByRole("dialog");
  await asked.getByText("Anderen houden hun exemplaar").waitFor();
  await shootScreen(page, "trash-asked");
  await asked.getByRole("button", { name: "Voorgoed verwijderen" }).click();
  await page.getByText("De prullenbak is leeg").waitFor();
});

step("Nothing that the pages did broke their strict policy", () => {
  // What these tests themselves put into every page fails in the frames of letters, as it should.
  for (const visitor of [admin, colleague]) {
    const own = visitor.complaints.filter((said) => !said.startsWith("about:blank: Failed to read the 'localStorage'"));
    visitor.complaints.splice(0, visitor.complaints.length, ...own);
    visitor.assertClean();
  }
});

step("A save that fails says why, and several files tell together how far they are", async () => {
  const { page, context } = colleague;
  await page.goto(`${server.url}/mail/inbox/new`);
  await page.getByLabel("Onderwerp").fill("Onderweg");
  await saved(colleague);
  const held = Promise.withResolvers<void>();
  await page.route("**/api/uploads", (route) => held.promise.then(() => route.abort()).catch(() => undefined));
  const files = ["een", "twee", "drie"].map((name) => ({ name: `${name}.txt`, mimeType: "text/plain", buffer: point }));
  await page.locator("input[type=file]").setInputFiles(files);
  await page.getByText("Wacht op de beurt").waitFor();
  await context.setOffline(true);
  await page.getByText("Geen verbinding. We gaan vanzelf verder").nth(2).waitFor();
  held.resolve();
  await page.unroute("**/api/uploads");
  await page.getByText("0 van 3 bestanden, 0 %").waitFor();
  await text(colleague).fill("In de trein");
  await page.getByText("Nog niet opgeslagen: er is geen verbinding.").waitFor();
  assert.equal(await page.getByText("Opslaan…").count(), 0);
  await shootScreen(page, "offline-phone");
  await context.setOffline(false);
  await page.locator(".files-together").waitFor({ state: "detached" });
  await saved(colleague);
  const me = (await (await context.request.get(`${server.url}/api/me`)).json()) as { token: string };
  const headers = { origin: server.url, "x-zegel-token": me.token };
  const listed = await context.request.get(`${server.url}/api/mail/drafts`);
  const { drafts } = (await listed.json()) as { drafts: { draftId: string; subject: string }[] };
  const { draftId } = drafts.find(({ subject }) => subject === "Onderweg")!;
  await context.request.delete(`${server.url}/api/mail/drafts/${draftId}`, { headers });
  await text(colleague).fill("Toch nog iets");
  await page.getByText("ergens anders weggegooid of verstuurd").waitFor();
  await page.getByRole("button", { name: "Als nieuw concept opslaan" }).click();
  await saved(colleague);
  await context.request.post(`${server.url}/api/logout`, { headers });
  await text(colleague).fill("En nog iets");
  await page.getByText("Wat je aan het schrijven was, staat hier nog").waitFor();
  await shootScreen(page, "logged-out-phone");
});
