import type { z } from "zod";
import { emailSchema, type mailRoutes } from "#/contract/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { Refusal } from "#/kernel/index.ts";
import { contactsByEmail } from "./contacts.ts";
import { inboxes } from "./mailboxes/inboxes.ts";
import type { MailApp } from "./types.ts";

export type RecipientPreview = z.output<typeof mailRoutes.previewRecipient.answer>;

/** How an address would be reached, and what is remembered for the check. */
export function previewRecipient(
  app: Pick<MailApp, "database" | "blobs" | "secrets">,
  actor: MemberActor,
  { email: address }: { readonly email: string },
): Promise<RecipientPreview> {
  const parsed = emailSchema.safeParse(address);
  if (!parsed.success) throw new Refusal("invalid", "mail.address_invalid", { address: address.slice(0, 100) });
  const email = parsed.data;
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const [colleague] = await inboxes(app, tx, { emails: [email] });
    if (colleague?.isClosed) throw new Refusal("conflict", "mail.mailbox_closed", { address: email });
    const nothing = { verification: null, phoneKnown: false, passwordKnown: false };
    if (colleague) return { email, name: colleague.name, route: "member", ...nothing };
    const contact = (await contactsByEmail(app, tx, [email], actor.mailboxSpaceId)).get(email);
    return {
      email,
      route: "guest",
      verification: contact?.verification ?? null,
      phoneKnown: contact?.phone !== undefined,
      passwordKnown: contact?.password !== undefined,
    };
  });
}
