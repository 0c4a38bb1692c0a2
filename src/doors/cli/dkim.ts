import { organisationSettings } from "#/identity/index.ts";
import type { Command } from "./command.ts";
import { operatorIn } from "./organisation-option.ts";

/** Strings of a TXT record hold 255 characters at most (RFC 1035, section 3.3.14). */
const quoted = (text: string): string => (text.match(/.{1,250}/g) ?? []).map((part) => `"${part}"`).join(" ");

export const command: Command = {
  name: "dkim",
  usage: "[--organisation DOMAIN]",
  summary: "the DNS record with which others check that mail is yours",
  options: { organisation: { type: "string" } },
  run: async (context) => {
    const app = await context.app();
    const { organisationId } = await operatorIn(app, context);
    const { domain } = await app.database.inOrganisation(organisationId, organisationSettings);
    const { selector, publicKey } = await app.secrets.dkim.key(domain, app.clock.now());
    const [name, value] = [`${selector}._domainkey.${domain}`, `v=DKIM1; k=rsa; p=${publicKey}`];
    context.print({ domain, selector, name, type: "TXT", value }, [
      `${name}. IN TXT ( ${quoted(value)} )`,
      "",
      "Put this record into the domain's DNS. From then on others can check that mail comes from here unchanged.",
    ]);
  },
};
