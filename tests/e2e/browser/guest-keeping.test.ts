import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before } from "node:test";
import PdfPages from "pdfkit";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { until } from "../../support/until.ts";
import { desk, inspectScreen, openVisitor, pagesOnly, phone, type Visitor } from "./browser.ts";
import { enterNewFirm, sendByApi } from "./firm.ts";
import { linkFor } from "./outbox.ts";
import { readOfflineCopy } from "./offline-reader.ts";
import { shootScreen } from "./shoot-screen.ts";
import { step } from "./step.ts";

const email = "els@voorbeeld.example";
const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAF0lEQVR42mNgmfEfK2IYlRiVGJUYlQAAK4J+wTk6mQUAAAAASUVORK5CYII=",
  "base64",
);

async function pdfOf(...pages: readonly string[]): Promise<Buffer> {
  const file = new PdfPages({ autoFirstPage: false });
  const parts: Buffer[] = [];
  file.on("data", (part: Buffer) => parts.push(part));
  const done = new Promise((resolve) => file.once("end", resolve));
  for (const text of pages) file.addPage().fontSize(28).text(text);
  file.end();
  await done;
  return Buffer.concat(parts);
}

let server: TestServer;
let member: Visitor;
let guest: Visitor;
let report: Buffer;

before(async () => {
  server = await startTestServer({ environment: pagesOnly });
  [member, guest] = await Promise.all([openVisitor(server.url, desk), openVisitor(server.url, phone)]);
  await enterNewFirm(member.context, server.url);
  report = await pdfOf("Jaarverslag", "Tweede pagina");
});
after(async () => {
  await Promise.all([member, guest].map((visitor) => visitor?.remove()));
  await server?.stop();
});

const open = async (): Promise<void> => {
  await guest.page.goto("about:blank");
  await guest.page.goto(await linkFor(server.url, email));
  await guest.page.getByRole("button", { name: "Bericht openen" }).click();
};

step("A guest looks at a picture and a PDF file in the page; what is neither has a download only", async () => {
  const files = [
    { name: "foto.png", mimeType: "image/png", buffer: picture },
    { name: "verslag.pdf", mimeType: "application/pdf", buffer: report },
    { name: "cijfers.txt", mimeType: "text/plain", buffer: Buffer.from("1;2;3") },
  ];
  const html = `<p>Hierbij de stukken.</p><img src="https://elders.example/spoor.gif">`;
  await sendByApi(member.context, server.url, { recipients: [{ email }], subject: "Stukken", html }, files);
  await open();
  const { page } = guest;
  await page.getByText("Plaatjes die op een andere server staan").waitFor();
  await page.getByRole("button", { name: "foto.png bekijken" }).click();
  await until("the picture is drawn", () =>
    page
      .locator(".preview-picture")
      .evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth === 8),
  );
  await page.getByRole("button", { name: "verslag.pdf bekijken" }).click();
  const pages = page.frameLocator(".preview-pdf");
  await pages.getByText("Jaarverslag").waitFor({ state: "attached" });
  assert.equal(await pages.locator(".page").count(), 2);
  assert.equal(await page.getByRole("button", { name: "cijfers.txt bekijken" }).count(), 0);
  await inspectScreen(page, "guest, previews");
  await shootScreen(guest.page, "previews");
});

step("A member looks at the same in the mailbox, and takes all of it as a zip file", async () => {
  const { page } = member;
  await page.goto(`${server.url}/mail/sent`);
  await page.locator(".mail-row", { hasText: "Stukken" }).click();
  await page.getByRole("button", { name: "foto.png bekijken" }).click();
  await until("the picture is drawn", () =>
    page
      .locator(".preview-picture")
      .evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth === 8),
  );
  await page.getByRole("button", { name: "verslag.pdf bekijken" }).click();
  await page.frameLocator(".preview-pdf").getByText("Jaarverslag").waitFor({ state: "attached" });
  await inspectScreen(page, "conversation, previews");
  await shootScreen(page, "member");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Alle bijlagen als zip (3)" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "Stukken.zip");
  // The script with which tests sign somebody in runs in every frame, and in that one it may not.
  const ours = member.complaints.splice(0).filter((said) => !said.includes("lacks the 'allow-same-origin' flag"));
  assert.deepEqual(ours, []);
});

step("What runs where a PDF file is shown has no origin, no cookie and no way out", async () => {
  const frame = guest.page.frames().find((each) => each.url().includes("/preview/pdf.html"));
  assert.ok(frame);
  const reached = await frame.evaluate(`(async () => {
    const attempt = async (act) => {
      try {
        return "done: " + (await act());
      } catch (error) {
        return error.name;
      }
    };
    return {
      origin: self.origin,
      cookie: await attempt(() => document.cookie),
      storage: await attempt(() => localStorage.length),
      above: await attempt(() => parent.document.title),
      ours: await attempt(() => fetch("/api/me")),
      elsewhere: await attempt(() => fetch("https://elders.example/")),
    };
  })()`);
  assert.deepEqual(reached, {
    origin: "null",
    cookie: "SecurityError",
    storage: "SecurityError",
    above: "SecurityError",
    ours: "TypeError",
    elsewhere: "TypeError",
  });
  guest.complaints.length = 0;
  guest.foreign.length = 0;
});

step("A broken file that calls itself PDF is told to be one that can't be shown", async () => {
  const files = [
    { name: "kapot.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\nniets") },
    { name: "nepfoto.png", mimeType: "image/png", buffer: Buffer.from("<svg onload=alert(1)>".repeat(9)) },
  ];
  await sendByApi(
    member.context,
    server.url,
    { recipients: [{ email: "kapot@voorbeeld.example" }], subject: "x", text: "x" },
    files,
  );
  const { page } = guest;
  await page.goto(await linkFor(server.url, "kapot@voorbeeld.example"));
  await page.getByRole("button", { name: "Bericht openen" }).click();
  for (const { name } of files) {
    await page.getByRole("button", { name: `${name} bekijken` }).click();
    await page.locator("li", { hasText: name }).getByText("kan hier niet worden getoond").waitFor();
  }
});

step("A guest takes all attachments at once as a zip file", async () => {
  await open();
  const [download] = await Promise.all([
    guest.page.waitForEvent("download"),
    guest.page.getByRole("link", { name: "Alle bijlagen als zip (3)" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "Stukken.zip");
  const bytes = await readFile(await download.path());
  assert.equal(bytes.readUInt32LE(0), 0x04034b50);
  for (const name of ["foto.png", "verslag.pdf", "cijfers.txt"]) assert.ok(bytes.includes(Buffer.from(name)), name);
});

step(
  "A guest keeps the conversation in a locked file that opens from disk, with the password and not without",
  async () => {
    const { page } = guest;
    await page.getByRole("button", { name: "Bewaar een kopie" }).click();
    await page.getByLabel("Kies een wachtwoord").fill("vier groene fietsen");
    await page.getByLabel("Nog een keer het wachtwoord").fill("vier groene fietsen!");
    await page.getByRole("button", { name: "Beveiligd bestand opslaan" }).click();
    await page.getByText("De wachtwoorden zijn niet gelijk").waitFor();
    await page.getByLabel("Nog een keer het wachtwoord").fill("vier groene fietsen");
    await inspectScreen(page, "guest, keep");
    await shootScreen(guest.page, "keep");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Beveiligd bestand opslaan" }).click(),
    ]);
    await page.getByText("Opgeslagen bij uw downloads").waitFor();
    const path = join(guest.profileDirectory, download.suggestedFilename());
    assert.match(path, /bericht-\d{4}-\d\d-\d\d\.html$/);
    const file = await readFile(await download.path(), "utf8");
    for (const secret of ["Hierbij", "Stukken", "foto.png", email, "Sanne"])
      assert.equal(file.includes(secret), false, secret);
    await writeFile(path, file);
    const { index, parts } = readOfflineCopy(file, "vier groene fietsen");
    assert.equal(index.subject, "Stukken");
    assert.deepEqual(parts, [picture, report, Buffer.from("1;2;3")]);

    const offline = await guest.context.newPage();
    await guest.context.setOffline(true);
    await offline.goto(pathToFileURL(path).href);
    await offline.getByLabel("Wachtwoord").fill("vier rode fietsen");
    await offline.getByRole("button", { name: "Openen" }).click();
    await offline.getByText("niet het goede wachtwoord").waitFor();
    await inspectScreen(offline, "offline copy, asking");
    await offline.getByLabel("Wachtwoord").fill("vier groene fietsen");
    await offline.getByRole("button", { name: "Openen" }).click();
    await offline.getByRole("heading", { name: "Stukken" }).waitFor();
    await offline.frameLocator("iframe.said").getByText("Hierbij de stukken.").waitFor();
    await inspectScreen(offline, "offline copy, open");
    await shootScreen(offline, "offline");
    const [kept] = await Promise.all([
      offline.waitForEvent("download"),
      offline.getByRole("button", { name: "Downloaden: verslag.pdf" }).click(),
    ]);
    assert.deepEqual(await readFile(await kept.path()), report);
    await offline.close();
    // The file asked for nothing but itself.
    assert.deepEqual(guest.foreign.splice(0), [pathToFileURL(path).href]);
    await guest.context.setOffline(false);
  },
);

step("A guest prints the letter with people, dates and names of attachments", async () => {
  const { page } = guest;
  await page.reload();
  await page.getByRole("button", { name: "Afdrukken" }).click();
  const printed = page.frameLocator("iframe.print-frame");
  await printed.getByRole("heading", { name: "Stukken" }).waitFor({ state: "attached" });
  const said = await printed.locator("body").innerText();
  for (const text of ["Sanne de Wit", email, "Hierbij de stukken.", "verslag.pdf (", "Afgedrukt op"])
    assert.ok(said.includes(text), text);
  const display = await page.evaluate<string>(
    `getComputedStyle(document.querySelector("iframe.print-frame").contentDocument.querySelector("dl")).display`,
  );
  assert.equal(display, "grid", "the sheet for paper is used");
});

step("A reply that was not sent is not lost without a warning", async () => {
  const { page } = guest;
  await page.getByRole("button", { name: "Antwoorden" }).click();
  await page.getByLabel(/Uw antwoord aan/).fill("Nog niet klaar");
  await page.getByText("bewaren we niet in uw browser").waitFor();
  const asked = page.waitForEvent("dialog");
  const left = page.close({ runBeforeUnload: true });
  const dialog = await asked;
  assert.equal(dialog.type(), "beforeunload");
  await dialog.dismiss();
  await left;
  assert.equal(await page.getByLabel(/Uw antwoord aan/).inputValue(), "Nog niet klaar");
  await shootScreen(guest.page, "reply");
  await page.getByLabel(/Uw antwoord aan/).fill("");
  await page.getByRole("button", { name: "Toch niet" }).click();
});

step("No page complained in its console or asked another host for anything", () => {
  member.assertClean();
  guest.assertClean();
});
