import { addressParts, asciiDomain } from "../rules/index.ts";
import { editDistance } from "./edit-distance.ts";
import { type Known, nameKey, type Prepared } from "./known.ts";
import { isMixed, skeleton } from "./skeleton.ts";
import type { DraftRecipient, Suspicion } from "./types.ts";

/** With fewer everybody is new. */
const acquainted = 10;
/** Written to at least this often before anything is compared with it. */
const usedOften = 3;
const shortestLocal = 4;
const shortestDomain = 7;
/** Mailboxes that every firm has: the same name elsewhere means nothing. */
const everywhere = new Set(
  "info contact mail office post sales support admin administratie receptie balie secretariaat boekhouding facturen invoices facturation noreply no-reply hr jobs help service webmaster planning".split(
    " ",
  ),
);

const withoutDigits = (text: string): string => text.replaceAll(/\d+/g, "#");

/** An address that was used often and is one slip away; numbered ones (`team1`, `team2`) are no slips. */
function typoOf({ byLength }: Prepared, key: string, local: string, domain: string): Known | undefined {
  for (const length of [key.length, key.length - 1, key.length + 1])
    for (const known of byLength.get(length) ?? []) {
      if (known.count < usedOften || withoutDigits(known.key) === withoutDigits(key)) continue;
      const isLocal = known.domain === domain && known.local !== local;
      if (isLocal ? Math.min(local.length, known.local.length) < shortestLocal : known.local !== local) continue;
      if (editDistance(known.key, key, 1) === 1) return known;
    }
  return undefined;
}

/** A known domain that this one, which is not known, is taken for. */
function lookAlike({ domains, looks }: Prepared, domain: string): string | undefined {
  const same = looks.get(skeleton(domain));
  if (same !== undefined) return same;
  if (domain.length < shortestDomain) return undefined;
  for (const known of domains) if (known.length >= shortestDomain && editDistance(known, domain, 1) === 1) return known;
  return undefined;
}

function namesake(
  { byLocal, byName }: Prepared,
  recipient: DraftRecipient,
  local: string,
  domain: string,
): Known | undefined {
  const isElsewhere = (known: Known): boolean => known.domain !== domain && known.count >= usedOften;
  const isOwn = local.length >= shortestLocal && !everywhere.has(local);
  const named = recipient.name === undefined ? undefined : byName.get(nameKey(recipient.name));
  return [...((isOwn ? byLocal.get(local) : undefined) ?? []), ...(named ?? [])].find(isElsewhere);
}

/** What is odd about one address by itself. Colleagues' addresses are the firm's own: nothing is. */
export function addressSignals(known: Prepared, recipient: DraftRecipient): Suspicion[] {
  const { local, domain } = addressParts(recipient.email);
  const key = `${local}@${domain}`;
  if (recipient.kind === "member" || known.byKey.has(key)) return [];
  const { history } = known;
  const found: Suspicion[] = [];
  if ((history.written ?? history.addresses.length) >= acquainted) found.push({ signal: "first-time" });
  const typo = typoOf(known, key, local, domain);
  if (typo) found.push({ signal: "typo", meant: typo.key });
  // At the firm's own domain it would be a colleague, and there is none by that name.
  else if (history.ownDomains.some((own) => asciiDomain(own) === domain)) found.push({ signal: "typo" });
  if (!known.domains.has(domain)) {
    const like = lookAlike(known, domain);
    if (like !== undefined) found.push({ signal: "look-alike", meant: like });
    else if (isMixed(domain)) found.push({ signal: "look-alike" });
  }
  const other = typo ? undefined : namesake(known, recipient, local, domain);
  if (other) found.push({ signal: "same-name", meant: other.key });
  return found;
}
