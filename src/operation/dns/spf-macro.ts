import { isIPv4 } from "node:net";

/** What macros speak of (RFC 7208, section 7.2). */
export interface SpfQuestion {
  readonly address: string;
  /** `local@domain` of the envelope. */
  readonly sender: string;
  readonly helo: string;
  /** The domain whose record is read. */
  readonly domain: string;
}

/** Sixteen bits each, eight of them. */
function groupsOf(address: string): string[] {
  const text = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a: string, b: string, c: string, d: string) => {
    const pair = (high: string, low: string): string => (Number(high) * 256 + Number(low)).toString(16);
    return `${pair(a, b)}:${pair(c, d)}`;
  });
  const [head = "", tail] = text.split("::");
  const parts = (piece: string): string[] => (piece === "" ? [] : piece.split(":"));
  const [first, last] = [parts(head), parts(tail ?? "")];
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => "0");
  return [...first, ...zeros, ...last].map((group) => group.padStart(4, "0").toLowerCase());
}

const dotted = (address: string): string =>
  isIPv4(address) ? address : groupsOf(address).join("").split("").join(".");

function valueOf(letter: string, { address, sender, helo, domain }: SpfQuestion): string {
  const at = sender.lastIndexOf("@");
  const values: Readonly<Record<string, string>> = {
    s: sender,
    l: sender.slice(0, at),
    o: sender.slice(at + 1),
    d: domain,
    i: dotted(address),
    // Costs look-ups and is not to be used (section 5.5): what it gives where nothing was validated.
    p: "unknown",
    v: isIPv4(address) ? "in-addr" : "ip6",
    h: helo,
  };
  return values[letter]!;
}

const pattern = /%(?:\{([slodipvh])(\d*)(r?)([.\-+,/_=]*)\}|([%_-]))/gi;
const signs: Readonly<Record<string, string>> = { "%": "%", _: " ", "-": "%20" };
const longestName = 253;

/** A domain-spec with its macros filled in; too long a name loses labels from the left (section 7.3). Pure. */
export function expandMacros(text: string, question: SpfQuestion): string {
  const filled = text.replaceAll(pattern, (...match) => {
    const [, letter, count, reverse, delimiters, sign] = match as unknown as string[];
    if (sign) return signs[sign]!;
    const separators = delimiters || ".";
    const parts = valueOf(letter!.toLowerCase(), question).split(
      new RegExp(`[${separators.replaceAll("-", String.raw`\-`)}]`),
    );
    const ordered = reverse ? parts.toReversed() : parts;
    const value = ordered.slice(count ? -Number(count) : 0).join(".");
    return /[A-Z]/.test(letter!) ? encodeURIComponent(value) : value;
  });
  let name = filled.replace(/\.$/, "");
  while (name.length > longestName && name.includes(".")) name = name.slice(name.indexOf(".") + 1);
  return name;
}
