import type { CertificatesApp } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import { type Colleague, colleagues, houseOf } from "../house.ts";
import { sharedMailboxes } from "./statement.ts";

type Sought = { readonly emails: readonly string[] } | { readonly mailboxSpaceIds: readonly Id[] };

/** The mailboxes of the house behind addresses or ids: colleagues' own, and shared ones as an admin answers for them. */
export async function inboxes(app: CertificatesApp, tx: Transaction, sought: Sought): Promise<Colleague[]> {
  const [own, found] = await Promise.all([
    colleagues(tx, sought),
    sharedMailboxes(app, tx, "emails" in sought ? sought : { mailboxIds: sought.mailboxSpaceIds }),
  ]);
  if (found.length === 0) return own;
  const { language } = await houseOf(tx);
  const shared = found.map(({ mailboxId, email, name, publicKey, closedAt }): Colleague => ({
    memberId: undefined,
    owner: { publicKey },
    email,
    name,
    language,
    mailboxSpaceId: mailboxId,
    isClosed: closedAt !== null,
  }));
  return [...own, ...shared];
}
