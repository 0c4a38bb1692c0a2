import { addressParts, type Decision } from "#/agreements/rules/index.ts";
import { chooseRelayRoute, type Verified } from "#/relay/index.ts";
import type { MailApp } from "../types.ts";

/** Recipients of one domain, whose mail may go straight there instead of being sealed. */
export interface DirectGroup {
  /** As in the DNS. */
  readonly domain: string;
  readonly ways: readonly Verified[];
  readonly emails: readonly string[];
}

/** As many domains of one mail are asked for; the recipients of others get it sealed. */
const mostDomains = 20;

/**
 * Of those who must not get a mail the ordinary way, the ones whose domain can be reached straight by a way that the
 * agreements call as good as sealing, and that is verified now (docs/spec/relay.md). What can't be known now counts as not.
 */
export async function directGroups(app: Pick<MailApp, "relay">, { recipients }: Decision): Promise<DirectGroup[]> {
  const { relay } = app;
  if (!relay) return [];
  const may = recipients.filter(({ route, direct }) => route === "secure" && direct.length > 0);
  const byDomain = Map.groupBy(may, ({ email }) => addressParts(email).domain);
  const asked = [...byDomain].slice(0, mostDomains).map(async ([domain, each]): Promise<DirectGroup[]> => {
    // What is allowed for one of them only, is not for the mail to all of them.
    const ways = each[0]!.direct.filter((way) => each.every(({ direct }) => direct.includes(way)));
    const { kind } = await chooseRelayRoute(relay, domain, new Set(ways));
    return kind === "direct" ? [{ domain, ways, emails: each.map(({ email }) => email) }] : [];
  });
  return (await Promise.all(asked)).flat();
}
