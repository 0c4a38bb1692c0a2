import { draftRoutes, identityRoutes, mailRoutes, uploadProtocol } from "#/contract/index.ts";
import { newId } from "#/kernel/index.ts";
import { codeOf } from "../../../support/identity.ts";
import { BrowserClient, pathOf } from "./client.ts";

/** The first log-in at a server that runs as a process of its own, by its own clock. */
export async function signInAt(
  base: string,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<BrowserClient> {
  const browser = new BrowserClient(base);
  await browser.call(identityRoutes.login, { body: { email, password } });
  const { secret } = await browser.call<{ secret: string }>(identityRoutes.enrolStart);
  await browser.call(identityRoutes.enrolFinish, { body: { code: await codeOf(secret, new Date()) } });
  return browser;
}

/** What goes along with each request of an upload, for clients that keep no cookies. */
export const uploadHeaders = (browser: BrowserClient): Record<string, string> => ({
  origin: browser.base,
  "x-zegel-token": browser.token!,
  "tus-resumable": uploadProtocol.version,
  cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
});

/** Announces an upload; its path. */
export async function beginUploadAt(browser: BrowserClient, sizeBytes: number): Promise<string> {
  const answer = await browser.fetch(uploadProtocol.path, {
    method: "POST",
    headers: { ...uploadHeaders(browser), "upload-length": String(sizeBytes) },
  });
  if (answer.status !== 201) throw new Error(await answer.text());
  return answer.headers.get("location")!;
}

/** Sends an upload in a message, as the pages do; the path at which the attachment is read. */
export async function sendUpload(browser: BrowserClient, uploadUrl: string, sizeBytes: number): Promise<string> {
  const draftId = newId();
  const uploadId = uploadUrl.split("/").at(-1)!;
  const attachments = [{ uploadId, name: "film.mp4", type: "video/mp4", sizeBytes }];
  const recipients = [{ email: "gerda@buiten.example", role: "to" }];
  const content = { recipients, subject: "Groot", text: "Zie bijlage", attachments };
  await browser.call(draftRoutes.saveDraft, { params: { draftId }, body: { version: 0, content } });
  const sent = await browser.call<{ messageId: string }>(draftRoutes.sendDraft, {
    params: { draftId },
    body: { version: 1 },
  });
  const params = { messageId: sent.messageId };
  await browser.call(draftRoutes.reschedule, { params, body: {} });
  const read = await browser.call<{ attachments: { attachmentId: string }[] }>(mailRoutes.readMessage, { params });
  return pathOf(mailRoutes.attachment, { params: { attachmentId: read.attachments[0]!.attachmentId } });
}
