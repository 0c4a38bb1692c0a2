/** A policy as RFC 8461, section 3.2, has it. */
export interface StsPolicy {
  readonly mode: "enforce" | "testing" | "none";
  readonly mx: readonly string[];
  readonly maxAgeSeconds: number;
}

export const longestPolicyBytes = 65_536;
const mostLines = 500;
const mostHosts = 100;
const longestAgeSeconds = 31_557_600;
const host = /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The policy's id; `undefined` unless exactly one record is MTA-STS, and is right (section 3.1). */
export function stsIdOf(texts: readonly string[]): string | undefined {
  const ours = texts.filter((text) => text.startsWith("v=STSv1;"));
  if (ours.length !== 1 || ours[0]!.length > 1000) return undefined;
  return /;\s*id=([a-z0-9]{1,32})\s*(?:;|$)/i.exec(ours[0]!)?.[1];
}

/** `undefined` for what is no policy. Of a key that comes twice the first counts, unless it is `mx`. */
export function parseStsPolicy(text: string): StsPolicy | undefined {
  if (text.length > longestPolicyBytes) return undefined;
  const lines = text.split(/\r?\n/);
  if (lines.length > mostLines) return undefined;
  const fields = new Map<string, string>();
  const mx: string[] = [];
  for (const line of lines) {
    if (line.trim() === "") continue;
    const colon = line.indexOf(":");
    if (colon < 1) return undefined;
    const [key, value] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    if (key === "mx") mx.push(value.toLowerCase());
    else if (!fields.has(key)) fields.set(key, value);
  }
  const mode = fields.get("mode");
  const age = fields.get("max_age") ?? "";
  if (fields.get("version") !== "STSv1" || !/^\d{1,10}$/.test(age)) return undefined;
  if (mode !== "enforce" && mode !== "testing" && mode !== "none") return undefined;
  if (mx.length > mostHosts || !mx.every((name) => host.test(name))) return undefined;
  if (mode !== "none" && mx.length === 0) return undefined;
  return { mode, mx, maxAgeSeconds: Math.min(Number(age), longestAgeSeconds) };
}

/** A star stands for one label, the leftmost (section 4.1). */
export function isListed({ mx }: StsPolicy, name: string): boolean {
  const lower = name.toLowerCase().replace(/\.$/, "");
  return mx.some((pattern) =>
    pattern.startsWith("*.") ? lower.slice(lower.indexOf(".") + 1) === pattern.slice(2) : lower === pattern,
  );
}
