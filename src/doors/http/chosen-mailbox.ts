import type { FastifyRequest } from "fastify";
import { actingIn } from "#/mail/index.ts";
import type { HttpApp } from "./app.ts";
import type { Authority } from "./authority.ts";

/** Subjects whose routes work in a mailbox that the request may name; elsewhere the header means nothing. */
const inMailboxes: ReadonlySet<string> = new Set([
  "mail",
  "attachments",
  "drafts",
  "finding",
  "contacts",
  "followUp",
  "uploads",
]);

/** The mailbox that a request names: in the header, or for what a browser fetches by address in the query. */
function chosen(request: FastifyRequest): string | undefined {
  const header = request.headers["x-zegel-mailbox"];
  const asked = typeof header === "string" ? header : (request.query as Record<string, unknown>)["mailbox"];
  return typeof asked === "string" && asked !== "" ? asked : undefined;
}

/**
 * The same authority in the mailbox that the request names, for routes of mail. Refuses `mail.mailbox_absent` and
 * `mail.mailbox_waiting`.
 */
export async function inChosenMailbox(
  app: HttpApp,
  subject: string,
  request: FastifyRequest,
  authority: Authority,
): Promise<Authority> {
  const { actor } = authority;
  const mailboxId = inMailboxes.has(subject) ? chosen(request) : undefined;
  if (!mailboxId || (actor?.kind !== "member" && actor?.kind !== "app-password")) return authority;
  return { ...authority, actor: await actingIn(app, actor, mailboxId) };
}
