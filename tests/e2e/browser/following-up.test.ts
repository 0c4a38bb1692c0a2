import assert from "node:assert/strict";
import { after, before } from "node:test";
import { Client } from "pg";
import { clientConfig } from "#/db/index.ts";
import { useEmbeddedPostgres } from "#/db/embedded/index.ts";
import { silentLog } from "#/kernel/index.ts";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { until } from "../../support/until.ts";
import { desk, inspectScreen, openVisitor, pagesOnly, phone, type Visitor } from "./browser.ts";
import { enterNewFirm, sendByApi } from "./firm.ts";
import { linkFor, readOutbox } from "./outbox.ts";
import { step } from "./step.ts";

const [reader, quiet] = ["leest@voorbeeld.example", "stil@voorbeeld.example"];
const files = ["Offerte.pdf", "Verkeerde bijlage.pdf"].map((name) => ({
  name,
  mimeType: "application/pdf",
  buffer: Buffer.from("%PDF-1.4\n"),
}));

let server: TestServer;
let member: Visitor;
let guest: Visitor;

before(async () => {
  server = await startTestServer({ environment: pagesOnly });
  const dark = { ...phone, colorScheme: "dark" } as const;
  [member, guest] = await Promise.all([openVisitor(server.url, desk), openVisitor(server.url, dark)]);
  await enterNewFirm(member.context, server.url);
});
after(async () => {
  await Promise.all([member, guest].map((visitor) => visitor?.remove()));
  await server?.stop();
});

/** Time goes by for the links; the server's clock can't be moved from outside. */
async function letLinksEnd(): Promise<void> {
  const place = { dataDirectory: server.dataDirectory, secretsDirectory: `${server.dataDirectory}/secrets` };
  const embedded = await useEmbeddedPostgres({ ...place, log: silentLog });
  const client = new Client(clientConfig(embedded.connection));
  await client.connect();
  try {
    await client.query("update mail_link set expires_at = now() - interval '1 minute'");
  } finally {
    await client.end();
    await embedded.release();
  }
}

const rowOf = (email: string) => member.page.locator("li.recipient", { hasText: email });

step("The sender sees who came in when, how they were checked and what they got", async () => {
  const recipients = [{ email: reader }, { email: quiet }];
  const message = { recipients, subject: "Offerte dakkapel", text: "Zie de bijlagen." };
  const { conversationId } = await sendByApi(member.context, server.url, message, files);
  await guest.page.goto(await linkFor(server.url, reader));
  await guest.page.getByRole("button", { name: "Bericht openen" }).click();
  await guest.page.frameLocator(".letter-frame").first().getByText("Zie de bijlagen.").waitFor();
  const download = guest.page.waitForEvent("download");
  await guest.page.locator(`a[download="${files[0]!.name}"]`).first().click();
  await (await download).path();
  await member.page.goto(`${server.url}/mail/sent/${conversationId}`);
  const row = rowOf(reader);
  await row.getByText(/^Wie opende wanneer \(1 keer\)$/).click();
  await row.getByText("met de link uit de mail").waitFor();
  await row.getByText(/Offerte\.pdf/).waitFor();
  assert.equal(await rowOf(quiet).getByText("Wie opende wanneer").count(), 0);
  await inspectScreen(member.page, "conversation, who opened when");
});

step("Somebody who does not open is reminded with one act, by a mail without a link", async () => {
  const row = rowOf(quiet);
  await row.getByRole("button", { name: `Herinner nu: ${quiet}` }).click();
  await row.getByText(/^Herinnerd op /).waitFor();
  const reminder = await until("the reminder in the outbox", async () =>
    (await readOutbox(server.url)).find(({ to }) => to.includes(quiet) && to.includes("Herinnering")),
  );
  assert.doesNotMatch(reminder.text, /\/m\//);
  await member.page.getByLabel("Herinner wie dit bericht niet opent").selectOption("na 3 dagen");
});

step("One attachment is taken back, and the truth about it is told", async () => {
  const { page } = member;
  await page.getByRole("button", { name: "Intrekken" }).click();
  await page.getByLabel("Alleen de bijlage Offerte.pdf, bij iedereen").check();
  await inspectScreen(page, "recall, choice");
  await page.getByRole("dialog").getByRole("button", { name: "Intrekken" }).click();
  await page.getByText(/^Had de bijlage al gedownload, op /).waitFor();
  await inspectScreen(page, "recall of an attachment, truth");
  await page.getByRole("dialog").locator(".stack").getByRole("button", { name: "Sluiten" }).click();
  await page.getByText(/^Bijlage Offerte\.pdf is ingetrokken op /).waitFor();
  await guest.page.reload();
  await guest.page.getByText(files[1]!.name).first().waitFor();
  assert.equal(await guest.page.getByText(files[0]!.name).count(), 0);
});

step("A guest whose link ran out asks for more time, and the sender grants it with one click", async () => {
  const first = await linkFor(server.url, quiet);
  await letLinksEnd();
  const { page } = guest;
  await page.goto(first);
  await page.getByRole("button", { name: "Bericht openen" }).click();
  await page.getByRole("heading", { name: "Dit bericht is verlopen" }).waitFor();
  await inspectScreen(page, "guest, expired, dark");
  await page.getByRole("button", { name: "Vraag om meer tijd" }).click();
  await page.getByText(/^Uw vraag is gesteld/).waitFor();
  await inspectScreen(page, "guest, asked for more time, dark");
  await member.page.reload();
  const row = rowOf(quiet);
  await row.getByText("vraagt om meer tijd").waitFor();
  await inspectScreen(member.page, "conversation, more time asked");
  await row.getByRole("button", { name: "Geef meer tijd en stuur een nieuwe link" }).click();
  await row.getByText("vraagt om meer tijd").waitFor({ state: "detached" });
  const fresh = await linkFor(server.url, quiet, [first]);
  await page.goto(fresh);
  await page.getByRole("button", { name: "Bericht openen" }).click();
  await page.frameLocator(".letter-frame").first().getByText("Zie de bijlagen.").waitFor();
});

step("No page complained, and none asked anything of another host", () => {
  for (const visitor of [member, guest]) {
    assert.deepEqual(visitor.complaints, []);
    assert.deepEqual(visitor.foreign, []);
  }
});
