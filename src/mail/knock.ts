import type { Language } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, equalBytes, type Id } from "#/kernel/index.ts";
import { type LinkRow, linkOf, openLink, organisationOfLink } from "./guest-link.ts";
import {
  assertNotLocked,
  codeTriesLeft,
  endOf,
  enter,
  hintOf,
  numberMac,
  opensWith,
  passwordTriesLeft,
  phoneOf,
  type Sender,
  senderOf,
} from "./guest-state.ts";
import { noteLanguage } from "./guests/choose-language.ts";
import { noteDeviceUsed, proofOf, trustDaysOf } from "./guests/trusted-device.ts";
import type { KnockResult, MailApp } from "./types.ts";

export interface Knock {
  readonly linkId: Id;
  /** As it stood behind the `#`, or the code as typed. */
  readonly secret: string;
  readonly language?: Language | undefined;
  readonly userAgent?: string | undefined;
  /** From the cookie of a browser that is trusted. */
  readonly deviceToken?: string | undefined;
}

/** True when what this browser proved earlier is what this link asks: the same phone number, or the same password. */
async function stillProves(
  app: MailApp,
  tx: Transaction,
  { link, x25519Secret, proof }: { readonly link: LinkRow; readonly x25519Secret: Bytes; readonly proof: Bytes },
): Promise<boolean> {
  if (link.verification === "password") return opensWith(app, tx, link, x25519Secret, proof);
  const phone = phoneOf(link, x25519Secret);
  return phone !== undefined && equalBytes(numberMac(app, phone), proof);
}

/** Lets in by what this browser proved earlier; undefined when the check is to be passed. */
async function enterTrusted(
  app: MailApp,
  tx: Transaction,
  link: LinkRow,
  visitor: {
    readonly x25519Secret: Bytes;
    readonly language: Language;
    readonly userAgent: string;
    readonly sender: Sender;
  },
  deviceToken: string | undefined,
): Promise<KnockResult | undefined> {
  const { x25519Secret } = visitor;
  const trusted = await proofOf(app, tx, link, deviceToken);
  if (!trusted || !(await stillProves(app, tx, { link, x25519Secret, proof: trusted.proof }))) return undefined;
  await noteDeviceUsed(tx, trusted.deviceId, app.clock.now());
  const secrets = link.verification === "password" ? { passwordSecret: trusted.proof } : {};
  return enter(app, tx, link, { ...visitor, ...secrets, trusted: true });
}

/**
 * Presents the link's secret, after a human action. Says what check comes, or that it was taken back or ran out; without
 * a check it opens a session. Nothing counts as opened by it. @throws Refusal `mail.link_wrong`, `mail.link_locked`.
 */
export async function knock(app: MailApp, input: Knock): Promise<KnockResult> {
  const organisationId = await organisationOfLink(app, input.linkId);
  const now = app.clock.now();
  return app.database.inOrganisation(organisationId, async (tx) => {
    const link = await linkOf(tx, input.linkId);
    const { x25519Secret } = openLink(link, input.secret);
    const language = await noteLanguage(tx, link, input.language);
    const [sender, end] = await Promise.all([senderOf(app, tx, link), endOf(tx, link, now)]);
    if (end) return { state: end, ...sender };
    assertNotLocked(link);
    const visitor = { x25519Secret, language, userAgent: input.userAgent ?? "" };
    if (link.verification === "none") return enter(app, tx, link, { ...visitor, sender });
    const trusted = await enterTrusted(app, tx, link, { ...visitor, sender }, input.deviceToken);
    if (trusted) return trusted;
    const trustDays = await trustDaysOf(tx, link);
    const offer = { ...sender, ...(trustDays > 0 ? { trustDays } : {}) };
    if (link.verification === "password")
      return { state: "password", ...offer, triesLeft: passwordTriesLeft(link, now) };
    const triesLeft = await codeTriesLeft(tx, link.link_id);
    return { state: "code", ...offer, phoneHint: hintOf(link, x25519Secret), triesLeft };
  });
}
