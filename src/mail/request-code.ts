import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { Refusal, secondMs } from "#/kernel/index.ts";
import { expiredLink, languageOf, linkOf, openLink, organisationOfLink, recalledLink } from "./guest-link.ts";
import { assertNotLocked, endOf, numberMac, phoneOf } from "./guest-state.ts";
import { houseOf } from "./house.ts";
import type { Knock } from "./knock.ts";
import { phoneHint } from "./phone.ts";
import { insertDispatch, prepareDispatch } from "./queue-dispatch.ts";
import { limits } from "./rules.ts";
import type { MailApp } from "./types.ts";

const tooMany = (retryAfterMs: number): Refusal =>
  new Refusal("limited", "mail.codes_too_many", { retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / secondMs)) });

interface Counter {
  readonly sends: number;
  readonly first_send_at: Date;
}

/** One more send within the window, or in a new window. @throws Refusal `mail.codes_too_many`. */
function counted(before: Counter | undefined, now: Date, most: number, windowMs: number): Counter {
  const ageMs = before ? now.getTime() - before.first_send_at.getTime() : windowMs;
  if (!before || ageMs >= windowMs) return { sends: 1, first_send_at: now };
  if (before.sends >= most) throw tooMany(windowMs - ageMs);
  return { sends: before.sends + 1, first_send_at: before.first_send_at };
}

async function countForNumber(app: Pick<MailApp, "secrets">, tx: Transaction, phone: string, now: Date): Promise<void> {
  const mac = numberMac(app, phone);
  await tx.query
    .insertInto("mail_sms_number")
    .values({ organisation_id: tx.organisationId, number_mac: mac, sends: 0, first_send_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const mine = tx.query
    .selectFrom("mail_sms_number")
    .select(["sends", "first_send_at"])
    .where("organisation_id", "=", tx.organisationId)
    .where("number_mac", "=", mac);
  const before = await mine.forUpdate().executeTakeFirstOrThrow();
  const after = counted(before, now, limits.codesPerNumber, limits.codesPerNumberWindowMs);
  await tx.query
    .updateTable("mail_sms_number")
    .set(after)
    .where("organisation_id", "=", tx.organisationId)
    .where("number_mac", "=", mac)
    .execute();
}

/** An earlier code stays valid until the new one is made, which is when it leaves. */
async function countForLink(tx: Transaction, linkId: string, now: Date): Promise<void> {
  const before = await tx.query
    .selectFrom("mail_code")
    .select(["sends", "first_send_at", "requested_at"])
    .where("organisation_id", "=", tx.organisationId)
    .where("link_id", "=", linkId)
    .forUpdate()
    .executeTakeFirst();
  const sinceMs = before ? now.getTime() - before.requested_at.getTime() : limits.codePauseMs;
  if (sinceMs < limits.codePauseMs) throw tooMany(limits.codePauseMs - sinceMs);
  const after = counted(before, now, limits.codesPerLink, limits.codesPerLinkWindowMs);
  await tx.query
    .insertInto("mail_code")
    .values({
      organisation_id: tx.organisationId,
      link_id: linkId,
      requested_at: now,
      expires_at: new Date(now.getTime() + limits.codeValidMs),
      ...after,
    })
    .onConflict((conflict) =>
      conflict.columns(["organisation_id", "link_id"]).doUpdateSet({ requested_at: now, ...after }),
    )
    .execute();
}

/**
 * Has a code sent by SMS. The code is made when it leaves, so it waits nowhere.
 * @throws Refusal `mail.codes_too_many`, `mail.check_other`, and those of `knock`.
 */
export async function requestCode(
  app: MailApp,
  input: Pick<Knock, "linkId" | "secret" | "language">,
): Promise<{ phoneHint: string; waitSeconds: number }> {
  const organisationId = await organisationOfLink(app, input.linkId);
  const now = app.clock.now();
  return app.database.inOrganisation(organisationId, async (tx) => {
    // The lock keeps requests for one link in a row, so that counting is right.
    const link = await linkOf(tx, input.linkId, { forUpdate: true });
    const { x25519Secret } = openLink(link, input.secret);
    const end = await endOf(tx, link, now);
    if (end) throw end === "expired" ? expiredLink(link) : recalledLink();
    assertNotLocked(link);
    const phone = link.verification === "sms" ? phoneOf(link, x25519Secret) : undefined;
    if (phone === undefined) throw new Refusal("conflict", "mail.check_other");
    await countForLink(tx, link.link_id, now);
    await countForNumber(app, tx, phone, now);
    const { name: organisation } = await houseOf(tx);
    const content = { type: "sms", phone, language: input.language ?? languageOf(link), organisation } as const;
    await insertDispatch(tx, await prepareDispatch(app, { kind: "sms", linkId: link.link_id, content }), now);
    await writeAudit(tx, {
      at: now,
      actor: { kind: "guest", id: link.link_id },
      act: "mail.code-requested",
      subject: { kind: "conversation", id: link.conversation_id },
    });
    return { phoneHint: phoneHint(phone), waitSeconds: limits.codePauseMs / secondMs };
  });
}
