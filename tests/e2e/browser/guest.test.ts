import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { until } from "../../support/until.ts";
import { desk, inspectScreen, openVisitor, pagesOnly, phone, type Visitor } from "./browser.ts";
import { enterNewFirm, sendByApi } from "./firm.ts";
import { linkFor, readOutbox } from "./outbox.ts";
import { listenFor } from "./said-in.ts";
import { shootScreen } from "./shoot-screen.ts";

const text = "Hierbij de uitslag.";
const password = "blauwe regenjas";

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

const send = (recipient: { email: string; verification?: string; password?: string; phone?: string }) =>
  sendByApi(member.context, server.url, { recipients: [recipient], subject: "Uitslag", text });

const letterText = () => guest.page.frameLocator(".letter-frame").first().getByText(text);

test("The guest's page weighs less than 100 KB, all in all", async () => {
  await send({ email: "licht@voorbeeld.example" });
  const session = await guest.context.newCDPSession(guest.page);
  let receivedBytes = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => (receivedBytes += encodedDataLength));
  await session.send("Network.enable");
  await guest.page.goto(await linkFor(server.url, "licht@voorbeeld.example"));
  await guest.page.getByRole("button", { name: "Bericht openen" }).click();
  await letterText().waitFor();
  await session.detach();
  assert.ok(receivedBytes > 5000, "nothing was measured");
  assert.ok(receivedBytes < 100 * 1024, `${receivedBytes} bytes`);
});

test("A guest opens with the agreed password, and a wrong one is refused", async () => {
  const { page } = guest;
  await send({ email: "wachtwoord@voorbeeld.example", verification: "password", password });
  await page.goto(await linkFor(server.url, "wachtwoord@voorbeeld.example"));
  await page.getByRole("button", { name: "Bericht openen" }).click();
  const field = page.getByLabel("Afgesproken wachtwoord");
  await field.fill("rode paraplu");
  await page.getByRole("button", { name: "Verder" }).click();
  await page.getByRole("alert").getByText("niet het afgesproken wachtwoord").waitFor();
  await inspectScreen(page, "guest, wrong password, dark");
  await field.fill(password);
  await page.getByRole("button", { name: "Verder" }).click();
  await letterText().waitFor();
  await inspectScreen(page, "guest, letter, dark");
});

test("A guest whose link lost its secret types the code from the mail", async () => {
  const { page } = guest;
  await send({ email: "getypt@voorbeeld.example" });
  const link = await linkFor(server.url, "getypt@voorbeeld.example");
  const mail = (await readOutbox(server.url)).find(({ to }) => to.includes("getypt@voorbeeld.example"));
  const code = /\b[0-9a-z]{4}(?:-[0-9a-z]{4}){6}\b/.exec(mail?.text ?? "")?.[0];
  assert.ok(code, "the mail prints no code");
  await page.goto(link.split("#")[0]!);
  await page.getByLabel("Code uit de mail").fill("abcd-efgh-0000");
  await page.getByRole("button", { name: "Bericht openen" }).click();
  await page.getByRole("alert").waitFor();
  await inspectScreen(page, "guest, wrong link code");
  await page.getByLabel("Code uit de mail").fill(code.toUpperCase().replaceAll("-", " "));
  await page.getByRole("button", { name: "Bericht openen" }).click();
  await letterText().waitFor();
});

test("A truncated or forged link is explained, with what to do now", async () => {
  const { page } = guest;
  await send({ email: "stuk@voorbeeld.example" });
  const link = await linkFor(server.url, "stuk@voorbeeld.example");
  await page.goto(link.replace(/.{8}#.*$/, ""));
  await page.getByRole("heading", { name: "Deze link is niet volledig" }).waitFor();
  await inspectScreen(page, "guest, truncated link");
  const forged = link.replace(/#.{4}/, "#AAAA");
  await page.goto(forged);
  await page.getByRole("button", { name: "Bericht openen" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Code uit de mail").waitFor();
});

test("A letter that was closed does not come back by an answer that was still under way", async () => {
  const { page } = guest;
  await send({ email: "haast@voorbeeld.example" });
  await page.goto(await linkFor(server.url, "haast@voorbeeld.example"));
  await page.getByRole("button", { name: "Bericht openen" }).click();
  await letterText().waitFor();
  const heldBack = Promise.withResolvers<void>();
  await page.route("**/conversation", async (route) => {
    const answer = await route.fetch();
    await heldBack.promise;
    await route.fulfill({ response: answer });
  });
  await page.getByRole("button", { name: "Antwoorden" }).click();
  await page.locator("textarea").fill("Dank u wel.");
  await page.getByRole("button", { name: "Antwoord versturen" }).click();
  await page.getByText("Uw antwoord is veilig verstuurd").waitFor();
  await page.getByRole("button", { name: "Sluiten" }).click();
  await page.getByRole("heading", { name: "U hebt het bericht gesloten" }).waitFor();
  const late = page.waitForResponse("**/conversation");
  heldBack.resolve();
  await (await late).finished();
  await page.unroute("**/conversation");
  await page.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
  await page.getByRole("heading", { name: "U hebt het bericht gesloten" }).waitFor();
  assert.equal(await page.locator(".letter-frame").count(), 0);
});

test("A scanner that loads the page without clicking does not count as a reader", async () => {
  const { messageId, conversationId } = await send({ email: "scanner@voorbeeld.example" });
  const link = await linkFor(server.url, "scanner@voorbeeld.example");
  guest.posted.length = 0;
  await guest.page.goto(link);
  await guest.page.getByRole("button", { name: "Bericht openen" }).waitFor();
  await fetch(link, { method: "HEAD" });
  assert.deepEqual(guest.posted, [], `something was posted for ${messageId}`);
  await member.page.goto(`${server.url}/mail/sent/${conversationId}`);
  await member.page.getByText("Verzegeld, nog niet geopend").waitFor();
});

test("A recipient without a number waits until the sender gives one, and the message then leaves", async () => {
  const { page } = member;
  const { conversationId } = await send({ email: "wachter@voorbeeld.example", verification: "sms" });
  await page.goto(`${server.url}/mail/sent/${conversationId}`);
  await page.getByText("Het mobiele nummer ontbreekt").waitFor();
  await page.getByRole("button", { name: "Aanvullen" }).click();
  await inspectScreen(page, "completing a recipient");
  await page.getByRole("dialog").getByLabel("Mobiel nummer").fill("123");
  await page.getByRole("button", { name: "Aanvullen en versturen" }).click();
  await page.getByRole("dialog").getByRole("alert").waitFor();
  await page.getByRole("dialog").getByLabel("Mobiel nummer").fill("06 87654321");
  await page.getByRole("button", { name: "Aanvullen en versturen" }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await linkFor(server.url, "wachter@voorbeeld.example");
});

test("A guest whose browser asks for French reads French, from the notification to the reply", async () => {
  const { page, context } = guest;
  const email = "lecteur@exemple.example";
  const me = (await (await member.context.request.get(`${server.url}/api/me`)).json()) as { token: string };
  const contact = { email, name: "Luc Lambert", language: "fr", verification: "password", password, book: "firm" };
  const kept = await member.context.request.post(`${server.url}/api/contacts`, {
    data: contact,
    headers: { origin: server.url, "x-zegel-token": me.token },
  });
  assert.ok(kept.ok(), await kept.text());
  await send({ email, verification: "password" });
  const link = await linkFor(server.url, email);
  const mail = (await readOutbox(server.url)).find(({ to }) => to.includes(email));
  assert.match(mail?.to ?? "", /Message sécurisé envoyé par Sanne de Wit/);
  assert.match(mail?.text ?? "", /vous a envoyé un message sécurisé[^]*le mot de passe convenu avec/);

  const session = await context.newCDPSession(page);
  const userAgent = await page.evaluate<string>("navigator.userAgent");
  await session.send("Emulation.setUserAgentOverride", { userAgent, acceptLanguage: "fr-BE,fr;q=0.9,nl;q=0.5" });
  const notFrench = listenFor("fr");
  const look = async (name: string): Promise<void> => {
    assert.deepEqual(await notFrench(page), [], name);
    await inspectScreen(page, `guest, French, ${name}`);
    await shootScreen(page, `390-guest-fr-${name}`);
  };
  await page.goto(link);
  await page.getByRole("button", { name: "Ouvrir le message" }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "fr");
  await look("door");
  await page.getByRole("button", { name: "Ouvrir le message" }).click();
  await page.getByLabel("Mot de passe convenu").fill("parapluie rouge");
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.getByRole("alert").getByText("Ce n’est pas le mot de passe convenu.").waitFor();
  await look("check");
  await page.getByLabel("Mot de passe convenu").fill(password);
  await page.getByRole("button", { name: "Continuer" }).click();
  await letterText().waitFor();
  await look("letter");
  await page.getByRole("button", { name: "Répondre" }).click();
  await page.locator("textarea").fill("Merci beaucoup.");
  await page.getByRole("button", { name: "Envoyer la réponse" }).click();
  await page.getByText("Votre réponse a été envoyée").waitFor();
  await look("reply");
  await session.detach();
});

test("A guest reads the page in the language of choice, and closing it ends the visit", async () => {
  const { page } = guest;
  await send({ email: "english@voorbeeld.example" });
  await page.goto(await linkFor(server.url, "english@voorbeeld.example"));
  await page.getByRole("button", { name: "EN, English" }).click();
  await page.getByRole("button", { name: "Open message" }).click();
  await letterText().waitFor();
  await inspectScreen(page, "guest, English");
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("heading", { name: "You have closed the message" }).waitFor();
  const cookies = await until("the session's cookie to go", async () => {
    const left = (await guest.context.cookies()).filter(({ name }) => page.url().includes(name.slice(-36)));
    return left.length === 0 ? { left } : undefined;
  });
  assert.deepEqual(cookies.left, []);
  await page.reload();
  await page.getByLabel("Code from the mail").waitFor();
});

test("No page complained in its console or asked another host for anything", () => {
  member.assertClean();
  guest.assertClean();
});
