import type { Transaction } from "#/db/index.ts";
import { type Bytes, fromUtf8, newId } from "#/kernel/index.ts";
import { openSealed } from "#/vault/index.ts";
import type { LinkRow } from "../guest-link.ts";

const browsers = [
  ["Edge", /\bEdg(?:e|A|iOS)?\//],
  ["Opera", /\bOPR\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /\b(?:Chrome|CriOS|Chromium)\//],
  ["Safari", /\bSafari\//],
] as const;
const devices = [
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["Mac", /\bMac OS X\b/],
  ["Linux", /\bLinux\b/],
] as const;

/** Family and device, as far as the browser says: "Firefox, Windows". Nothing that tells one person's from another's. */
export function browserOf(userAgent: string): string {
  const found = [browsers, devices].map((list) => list.find(([, pattern]) => pattern.test(userAgent))?.[0]);
  return found.filter((name) => name !== undefined).join(", ");
}

/** Somebody passed the link's check. Of a phone number the last two digits are kept, as the notification names them. */
export async function noteVisit(
  tx: Transaction,
  link: LinkRow,
  { x25519Secret, userAgent, at }: { readonly x25519Secret: Bytes; readonly userAgent: string; readonly at: Date },
): Promise<void> {
  const phone = link.verification === "sms" && link.sealed_phone && openSealed(x25519Secret, link.sealed_phone);
  tx.soon(
    tx.query.insertInto("mail_visit").values({
      organisation_id: tx.organisationId,
      visit_id: newId(at.getTime()),
      link_id: link.link_id,
      entered_at: at,
      verification: link.verification,
      phone_hint: phone ? fromUtf8(phone).slice(-2) : null,
      browser: browserOf(userAgent.slice(0, 400)),
    }),
  );
}
