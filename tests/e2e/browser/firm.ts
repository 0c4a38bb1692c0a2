import assert from "node:assert/strict";
import type { BrowserContext, Page } from "playwright-core";
import { generateSync } from "otplib";

export const firm = {
  organisation: "Accountantskantoor De Wit",
  domain: "kantoor-dewit.example",
  adminName: "Sanne de Wit",
  adminEmail: "sanne@kantoor-dewit.example",
  password: "vier woorden achter elkaar",
} as const;

export const codeNow = (secret: string): string => generateSync({ secret });

async function post<T>(context: BrowserContext, url: string, path: string, data: object, token?: string): Promise<T> {
  const headers = { origin: url, ...(token !== undefined && { "x-zegel-token": token }) };
  const answer = await context.request.post(`${url}${path}`, { data, headers });
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Sets the firm up and signs its admin in, for tests that are not about doing so by hand. */
export async function enterNewFirm(context: BrowserContext, url: string, language = "nl"): Promise<void> {
  const form = { ...firm, language, shares: 1, threshold: 1 };
  await post(context, url, "/api/setup", form);
  const credentials = { email: firm.adminEmail, password: firm.password };
  const { token } = await post<{ token: string }>(context, url, "/api/login", credentials);
  const { secret } = await post<{ secret: string }>(context, url, "/api/login/enrol", {}, token);
  await post(context, url, "/api/login/enrol/confirm", { code: codeNow(secret) }, token);
  await context.addInitScript(`localStorage.setItem("zegel.signed-in", "1")`);
}

/** A colleague, invited by the firm's admin and signed in, for tests that are not about doing so by hand. */
export async function enterNewColleague(
  admin: BrowserContext,
  context: BrowserContext,
  url: string,
  { name, email }: { readonly name: string; readonly email: string },
): Promise<{ readonly memberId: string }> {
  const me = (await (await admin.request.get(`${url}/api/me`)).json()) as { token: string };
  const wanted = { name, email, roles: [], language: "nl" };
  const invited = await post<{ memberId: string; invitationUrl: string }>(admin, url, "/api/members", wanted, me.token);
  const { pathname, hash } = new URL(invited.invitationUrl);
  const accepting = { secret: hash, name, password: "nog vier gewone woorden" };
  const path = `/api/invitations/${pathname.split("/").at(-1)}/accept`;
  const { token } = await post<{ token: string }>(context, url, path, accepting);
  const { secret } = await post<{ secret: string }>(context, url, "/api/login/enrol", {}, token);
  await post(context, url, "/api/login/enrol/confirm", { code: codeNow(secret) }, token);
  await context.addInitScript(`localStorage.setItem("zegel.signed-in", "1")`);
  return { memberId: invited.memberId };
}

export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly verify?: { readonly sms: string } | { readonly password: string };
  readonly files?: readonly { name: string; mimeType: string; buffer: Buffer }[];
}

/** Writes a message as a member does, up to the moment before sending. */
export async function writeLetter(page: Page, letter: Letter): Promise<void> {
  await page
    .getByRole("button", { name: "Nieuw bericht" })
    .or(page.getByRole("link", { name: "Nieuw", exact: true }))
    .first()
    .click();
  await page.getByLabel("Aan", { exact: true }).fill(`${letter.to},`);
  await page.locator(".chip", { hasText: "Verzegeld" }).first().waitFor();
  if (letter.verify && "sms" in letter.verify) {
    await page.locator(".check").getByText("Sms-code").click();
    await page.getByLabel("Mobiel nummer").fill(letter.verify.sms);
  } else if (letter.verify) {
    await page.locator(".check").getByText("Wachtwoord", { exact: true }).click();
    await page.getByLabel("Afgesproken wachtwoord").fill(letter.verify.password);
  }
  await page.getByLabel("Onderwerp").fill(letter.subject);
  await page.getByLabel("Bericht", { exact: true }).fill(letter.text);
  if (letter.files) await page.locator("input[type=file]").setInputFiles([...letter.files]);
}

/** Sends what was written, without waiting for the time in which it can be undone. */
export async function sendLetter(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Versturen", exact: true }).click();
  await page.getByRole("button", { name: "Nu versturen" }).click();
  const outcome = page.locator('.outgoing[data-phase="sent"], .outgoing[data-phase="failed"]');
  await outcome.waitFor();
  assert.match(await outcome.innerText(), /^Het bericht is verstuurd\./);
}

/** Sends as another program would, for what the page for writing can't write. */
export async function sendByApi(
  context: BrowserContext,
  url: string,
  message: object,
  files: Letter["files"] = [],
): Promise<{ conversationId: string; messageId: string }> {
  const me = (await (await context.request.get(`${url}/api/me`)).json()) as { token: string };
  const form = new FormData();
  form.append("message", JSON.stringify(message));
  for (const { name, mimeType, buffer } of files)
    form.append("attachment", new File([new Uint8Array(buffer)], name, { type: mimeType }));
  const answer = await context.request.post(`${url}/api/mail`, {
    headers: { origin: url, "x-zegel-token": me.token },
    multipart: form,
  });
  if (!answer.ok()) throw new Error(`/api/mail: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as { conversationId: string; messageId: string };
}
