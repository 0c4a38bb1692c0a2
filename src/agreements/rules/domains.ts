const asciiLower = (text: string): string => text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());

/**
 * A domain as it goes to the DNS: lower case, Unicode as punycode (UTS 46, as URLs have it). What is no host name stays
 * what it is, and equals nothing but itself.
 */
export function asciiDomain(domain: string): string {
  const lower = asciiLower(domain.trim().replace(/\.$/, ""));
  if (/^[a-z0-9.-]+$/.test(lower)) return lower;
  if (/[\s/:?#@[\]\\%]/.test(lower)) return lower;
  try {
    return new URL(`http://${lower}`).hostname;
  } catch {
    return lower;
  }
}

export interface AddressParts {
  /** Letters beyond ASCII are left alone: folding them could make two mailboxes one. */
  readonly local: string;
  /** As in the DNS. */
  readonly domain: string;
}

export function addressParts(email: string): AddressParts {
  const at = email.lastIndexOf("@");
  if (at < 0) return { local: asciiLower(email.trim()), domain: "" };
  return { local: asciiLower(email.slice(0, at).trim()), domain: asciiDomain(email.slice(at + 1)) };
}

/** An address by which two can be compared. */
export function addressKey(email: string): string {
  const { local, domain } = addressParts(email);
  return `${local}@${domain}`;
}

/** Whether a domain is the one meant; `*.firm.nl` means everything below `firm.nl`, and not itself. */
export function domainMatcher(patterns: readonly string[]): (domain: string) => boolean {
  const whole = new Set<string>();
  const below = new Set<string>();
  for (const pattern of patterns)
    if (pattern.startsWith("*.")) below.add(asciiDomain(pattern.slice(2)));
    else whole.add(asciiDomain(pattern));
  return (domain) => {
    if (whole.has(domain)) return true;
    if (below.size === 0) return false;
    for (let dot = domain.indexOf("."); dot >= 0; dot = domain.indexOf(".", dot + 1))
      if (below.has(domain.slice(dot + 1))) return true;
    return false;
  };
}
