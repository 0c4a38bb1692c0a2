export type DmarcPolicy = "none" | "quarantine" | "reject";

export interface DmarcRecord {
  readonly policy: DmarcPolicy;
  readonly subdomainPolicy: DmarcPolicy;
  /** Of the mails that fail, how many the policy is applied to. */
  readonly percent: number;
  readonly dkimAlignment: "strict" | "relaxed";
  readonly spfAlignment: "strict" | "relaxed";
  /** Where summaries go: URIs, such as `mailto:dmarc@example.nl`. */
  readonly reportsTo: readonly string[];
}

const policies: ReadonlySet<string> = new Set(["none", "quarantine", "reject"]);
const longestRecord = 4096;

/** Of the TXT records of `_dmarc.` those that are DMARC (RFC 7489, section 6.6.3). */
export const dmarcTexts = (texts: readonly string[]): string[] =>
  texts.filter((text) => /^v\s*=\s*DMARC1\s*(?:;|$)/.test(text));

/** Tag and value of each part (RFC 6376, section 3.2); `undefined` where a part has none, or a tag comes twice. */
export function tagsOf(text: string): Map<string, string> | undefined {
  const tags = new Map<string, string>();
  if (text.length > longestRecord) return undefined;
  const parts = text.replace(/;\s*$/, "").split(";");
  for (const part of parts) {
    const [, name, value = ""] = /^\s*([a-z][a-z0-9_]*)\s*=\s*(.*?)\s*$/is.exec(part) ?? [];
    if (name === undefined || tags.has(name.toLowerCase())) return undefined;
    tags.set(name.toLowerCase(), value);
  }
  return tags;
}

const uris = (text: string | undefined): string[] =>
  (text ?? "")
    .split(",")
    .map((uri) => uri.trim().replace(/!\d+[kmgt]?$/i, ""))
    .filter((uri) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(uri));

const alignment = (text: string | undefined): "strict" | "relaxed" =>
  text?.toLowerCase() === "s" ? "strict" : "relaxed";

/** A record by RFC 7489, section 6.3; `undefined` where receivers would pass over it. */
export function parseDmarc(text: string): DmarcRecord | undefined {
  if (dmarcTexts([text]).length === 0) return undefined;
  const tags = tagsOf(text);
  if (!tags) return undefined;
  const reportsTo = uris(tags.get("rua"));
  const asked = tags.get("p")?.toLowerCase() ?? "";
  // Without a policy that anybody knows it counts as watching, if there is somebody to tell (section 6.6.3).
  if (!policies.has(asked) && reportsTo.length === 0) return undefined;
  const policy = (policies.has(asked) ? asked : "none") as DmarcPolicy;
  const below = tags.get("sp")?.toLowerCase() ?? "";
  const percentText = tags.get("pct") ?? "100";
  const percent = /^\d{1,3}$/.test(percentText) && Number(percentText) <= 100 ? Number(percentText) : 100;
  return {
    policy,
    subdomainPolicy: (policies.has(below) ? below : policy) as DmarcPolicy,
    percent,
    dkimAlignment: alignment(tags.get("adkim")),
    spfAlignment: alignment(tags.get("aspf")),
    reportsTo,
  };
}
