import { createHmac, randomBytes } from "node:crypto";
import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, concat, type Id, idBytes, utf8 } from "#/kernel/index.ts";
import { deriveKey } from "#/vault/index.ts";
import type { MemberActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { assertOwnPassword } from "./own-password.ts";

const howMany = 10;
/** 50 random bits each, asked for only after the password, and counted with the other codes. */
const symbols = 10;
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

const newCode = (): string => [...randomBytes(symbols)].map((byte) => alphabet[byte & 31]).join("");
const tidy = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^0-9a-z]/g, "")
    .replaceAll("o", "0")
    .replaceAll(/[il]/g, "1");

function macOf(app: Pick<IdentityApp, "secrets">, memberId: Id, code: string): Bytes {
  const key = deriveKey(app.secrets.pepper, "zegel/v1/backup-code");
  return createHmac("sha256", key)
    .update(concat(idBytes(memberId), utf8(tidy(code))))
    .digest();
}

/**
 * Ten new codes that each stand in once for the authenticator; those before are worth nothing from now on. Shown here and
 * never again.
 */
export async function makeBackupCodes(
  app: Pick<IdentityApp, "clock" | "database" | "secrets">,
  actor: MemberActor,
  { password }: { readonly password?: string | undefined } = {},
): Promise<{ readonly codes: string[] }> {
  await assertOwnPassword(app, actor, password);
  const codes = Array.from({ length: howMany }, newCode);
  const at = app.clock.now();
  const { memberId } = actor;
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    await forgetBackupCodes(tx, memberId);
    await tx.query
      .insertInto("keys.identity_backup_code")
      .values(
        codes.map((code) => ({
          organisation_id: tx.organisationId,
          member_id: memberId,
          code_mac: macOf(app, memberId, code),
          created_at: at,
        })),
      )
      .execute();
    await writeAudit(tx, {
      at,
      actor: { kind: "member", id: memberId },
      act: "identity.backup-codes-made",
      subject: { kind: "member", id: memberId },
    });
  });
  return { codes: codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`) };
}

/** Uses a code up. True when there was one like it that had not been used. */
export async function useBackupCode(
  app: Pick<IdentityApp, "clock" | "secrets">,
  tx: Transaction,
  memberId: Id,
  code: string,
): Promise<boolean> {
  if (tidy(code).length !== symbols) return false;
  const at = app.clock.now();
  const used = await tx.query
    .updateTable("keys.identity_backup_code")
    .set({ used_at: at })
    .where("member_id", "=", memberId)
    .where("code_mac", "=", macOf(app, memberId, code))
    .where("used_at", "is", null)
    .executeTakeFirst();
  if (used.numUpdatedRows === 0n) return false;
  await writeAudit(tx, {
    at,
    actor: { kind: "member", id: memberId },
    act: "identity.backup-code-used",
    subject: { kind: "member", id: memberId },
    details: { left: await backupCodesLeft(tx, memberId) },
  });
  return true;
}

export async function backupCodesLeft(tx: Transaction, memberId: Id): Promise<number> {
  const rows = await tx.query
    .selectFrom("keys.identity_backup_code")
    .select("member_id")
    .where("member_id", "=", memberId)
    .where("used_at", "is", null)
    .execute();
  return rows.length;
}

export async function forgetBackupCodes(tx: Transaction, memberId: Id): Promise<void> {
  await tx.query.deleteFrom("keys.identity_backup_code").where("member_id", "=", memberId).execute();
}
