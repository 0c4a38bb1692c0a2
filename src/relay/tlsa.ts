import { createHash, timingSafeEqual, type X509Certificate } from "node:crypto";
import type { DnsRecord } from "./ask-securely.ts";

/** RFC 6698; only usages 2 (DANE-TA) and 3 (DANE-EE) count for mail (RFC 7672, section 3.1.3). */
export interface Tlsa {
  readonly usage: 2 | 3;
  readonly selector: 0 | 1;
  readonly matching: 1 | 2;
  readonly data: Buffer;
}

const digests = { 1: "sha256", 2: "sha512" } as const;
const digestBytes = { 1: 32, 2: 64 } as const;
const longestChain = 10;

/** Those of the records that can be used; the others are passed over. */
export function usableTlsa(records: readonly DnsRecord[]): Tlsa[] {
  return records.flatMap(({ data }) => {
    const { usage, selector, matchingType, certificate } = data as Record<string, unknown>;
    if (usage !== 2 && usage !== 3) return [];
    if (selector !== 0 && selector !== 1) return [];
    if (matchingType !== 1 && matchingType !== 2) return [];
    if (!Buffer.isBuffer(certificate) || certificate.length !== digestBytes[matchingType]) return [];
    return [{ usage, selector, matching: matchingType, data: certificate }];
  });
}

function fits({ selector, matching, data }: Tlsa, certificate: X509Certificate): boolean {
  const selected = selector === 0 ? certificate.raw : certificate.publicKey.export({ type: "spki", format: "der" });
  return timingSafeEqual(createHash(digests[matching]).update(selected).digest(), data);
}

const isValidAt = (certificate: X509Certificate, at: Date): boolean =>
  certificate.validFromDate <= at && at <= certificate.validToDate;

/**
 * Whether the server showed what the domain announced. `chain`: leaf first, as shown by the server. Usage 3 binds the key
 * alone: names and dates don't count (RFC 7672, section 3.1.1). Usage 2 asks for a chain up to the named authority, with
 * dates, and one of `names` on the leaf.
 */
export function matchesTlsa(
  records: readonly Tlsa[],
  chain: readonly X509Certificate[],
  names: readonly string[],
  at: Date,
): boolean {
  const leaf = chain[0];
  if (!leaf || chain.length > longestChain) return false;
  if (records.some((record) => record.usage === 3 && fits(record, leaf))) return true;
  const authorities = records.filter(({ usage }) => usage === 2);
  if (authorities.length === 0 || !isValidAt(leaf, at)) return false;
  if (!names.some((name) => leaf.checkHost(name) !== undefined)) return false;
  for (const [index, issuer] of chain.entries()) {
    if (index === 0) continue;
    const below = chain[index - 1]!;
    if (!issuer.ca || !isValidAt(issuer, at)) return false;
    if (!below.checkIssued(issuer) || !below.verify(issuer.publicKey)) return false;
    if (authorities.some((record) => fits(record, issuer))) return true;
  }
  return false;
}
