import { tagsOf } from "./dmarc-record.ts";

const bare = (text: string): string => text.replaceAll(/\s+/g, "");

export const dkimRecord = (publicKey: string): string => `v=DKIM1; k=rsa; p=${publicKey}`;

/** What a key record (RFC 6376, section 3.6.1) says of our key. */
export function judgeDkim(text: string, publicKey: string): "right" | "other" | "revoked" | "invalid" {
  const tags = tagsOf(text);
  const key = tags?.get("p");
  if (!tags || key === undefined) return "invalid";
  const version = tags.get("v");
  if (version !== undefined && (version !== "DKIM1" || !/^\s*v\s*=/i.test(text))) return "invalid";
  if ((tags.get("k") ?? "rsa").toLowerCase() !== "rsa") return "other";
  if (bare(key) === "") return "revoked";
  return bare(key) === bare(publicKey) ? "right" : "other";
}
