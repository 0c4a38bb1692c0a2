import { type Colours, type Look, shownColours } from "#/contract/index.ts";
import { assertRole, checkedLook, type MemberActor } from "#/identity/index.ts";
import { newId } from "#/kernel/index.ts";
import { newLinkSecret } from "#/vault/index.ts";
import { houseOf } from "./house.ts";
import { notificationLetter } from "./letters.ts";
import type { MailApp } from "./types.ts";

export interface LookPreview {
  readonly from: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly colours: Colours | null;
}

/**
 * A notification as a guest would get it with this look, about a message that does not exist; its link opens nothing.
 * Nothing is sent or kept (admins). @throws Refusal `identity.role_missing`, `identity.own_text_link`.
 */
export async function previewLook(app: MailApp, actor: MemberActor, wished: Look): Promise<LookPreview> {
  assertRole(actor, "admin");
  const look = checkedLook(wished);
  const house = { ...(await app.database.inOrganisation(actor.organisationId, houseOf)), look };
  const at = app.clock.now();
  const { message } = notificationLetter(app.config, {
    house,
    language: house.language,
    at,
    sender: { email: actor.email, name: actor.name },
    to: { email: `gast@${house.domain}` },
    linkId: newId(),
    secret: newLinkSecret(),
    verification: "none",
    phoneHint: undefined,
    expiresAt: new Date(at.getTime() + house.linkMs),
  });
  const { from, subject, html = "", text } = message;
  return { from: `${from.name} <${from.address}>`, subject, html, text, colours: shownColours(look.colour) };
}
