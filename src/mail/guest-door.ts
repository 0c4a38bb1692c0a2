import { shownColours } from "#/contract/index.ts";
import { logoIn } from "#/identity/index.ts";
import type { Bytes, Id } from "#/kernel/index.ts";
import { languageOf, linkOf, organisationOfLink } from "./guest-link.ts";
import { type House, houseOf } from "./house.ts";
import type { GuestDoor, MailApp } from "./types.ts";

/** What anybody with the address may know of the organisation. */
export const publicFacts = ({ name, domain, phone, website, look, logo }: House): GuestDoor["organisation"] => ({
  name,
  domain,
  phone,
  website,
  colours: shownColours(look.colour),
  ownText: look.ownText,
  logo,
});

/** Whose page a link leads to. The same for links that still open something and links that do not. */
export async function guestDoor(app: Pick<MailApp, "database">, linkId: Id): Promise<GuestDoor> {
  const organisationId = await organisationOfLink(app, linkId);
  return app.database.inOrganisation(organisationId, async (tx) => {
    const link = await linkOf(tx, linkId);
    return { organisation: publicFacts(await houseOf(tx)), language: languageOf(link) };
  });
}

/** The logo on that page; the same for every link of the firm. @throws Refusal `identity.logo_absent`. */
export const guestLogo = async (app: Pick<MailApp, "database">, linkId: Id): Promise<Bytes> =>
  app.database.inOrganisation(await organisationOfLink(app, linkId), logoIn);
