import { createHash } from "node:crypto";
import { tagsOf } from "./dmarc-record.ts";

const policySeconds = 604_800;

/** Of the TXT records of `_mta-sts.` those that are MTA-STS (RFC 8461, section 3.1). */
export const mtaStsTexts = (texts: readonly string[]): string[] =>
  texts.filter((text) => /^v\s*=\s*STSv1\s*;/.test(text));

/** The number of the policy, by which other mail servers see that it changed; `undefined` for a record that is wrong. */
export function parseMtaSts(text: string): { readonly id: string } | undefined {
  if (mtaStsTexts([text]).length === 0) return undefined;
  const id = tagsOf(text)?.get("id");
  return id !== undefined && /^[a-z0-9]{1,32}$/i.test(id) ? { id } : undefined;
}

export interface MtaStsPolicy {
  /** The file at https://mta-sts.DOMAIN/.well-known/mta-sts.txt (RFC 8461, section 3.2). */
  readonly file: string;
  readonly record: string;
}

/** The policy for mail that comes in by these servers; without a server there is nothing to promise. */
export function mtaStsPolicy(mailServers: readonly string[]): MtaStsPolicy | undefined {
  if (mailServers.length === 0) return undefined;
  const lines = ["version: STSv1", "mode: testing", ...mailServers.map((name) => `mx: ${name}`)];
  const file = `${[...lines, `max_age: ${policySeconds}`].join("\r\n")}\r\n`;
  const id = createHash("sha256").update(file).digest("hex").slice(0, 20);
  return { file, record: `v=STSv1; id=${id};` };
}
