import assert from "node:assert/strict";
import { guestRoutes, mailRoutes } from "#/contract/index.ts";
import { dispatchQueued } from "#/mail/index.ts";
import { BrowserClient } from "./client.ts";
import type { TestDoor } from "./door.ts";
import type { Person } from "./people.ts";

export interface Sent {
  readonly messageId: string;
  readonly conversationId: string;
  readonly recipients: { recipientId: string; email: string; state: string; times: Record<string, string | null> }[];
}

export interface Attachment {
  readonly attachmentId: string;
  readonly name: string;
  readonly type: string;
  readonly sizeBytes: number;
}

export interface ReadMessage {
  readonly messageId: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly attachments: Attachment[];
  readonly recipients: Sent["recipients"];
}

export interface Link {
  readonly linkId: string;
  readonly secret: string;
}

export function sendTo(
  person: Person,
  email: string,
  more: {
    readonly recipient?: object;
    readonly files?: File[];
    readonly subject?: string;
    readonly html?: string;
  } = {},
): Promise<Sent> {
  const recipients = [{ email, ...more.recipient }];
  const content = more.html === undefined ? { text: "Beste lezer,\n\nZie de bijlage." } : { html: more.html };
  return person.browser.call<Sent>(mailRoutes.sendMessage, {
    body: { recipients, subject: more.subject ?? "Uw dossier", ...content },
    ...(more.files && { files: more.files }),
  });
}

/** The links in the page on which a local installation shows what would have left, newest first. */
export async function outboxOf(door: TestDoor, organisationId: string): Promise<string> {
  await dispatchQueued(door.app, organisationId);
  const answer = await fetch(`${door.base}/outbox`, { headers: { "accept-language": "nl" } });
  assert.equal(answer.status, 200);
  return answer.text();
}

export async function newestLink(door: TestDoor, organisationId: string): Promise<Link> {
  // What leaves at the same moment has no order between organisations.
  door.app.clock.advance(1000);
  const page = await outboxOf(door, organisationId);
  const [, linkId, secret] = /<a href="[^"]*\/m\/([0-9a-f-]{36})#([\w-]+)"/.exec(page) ?? [];
  assert.ok(linkId && secret, "the outbox shows a link");
  return { linkId, secret };
}

/** Somebody who opens the link on the phone and presses the button. */
export async function enter(door: TestDoor, link: Link): Promise<BrowserClient> {
  const guest = new BrowserClient(door.base);
  const { linkId, secret } = link;
  const knock = await guest.call<{ state: string }>(guestRoutes.guestKnock, { params: { linkId }, body: { secret } });
  assert.equal(knock.state, "open");
  return guest;
}
