import type { Transaction } from "#/db/index.ts";
import type { InvitationMail } from "#/identity/index.ts";
import { houseOf } from "./house.ts";
import { invitationLetter } from "./letters.ts";
import { insertDispatch, prepareDispatch } from "./queue-dispatch.ts";
import type { MailApp } from "./types.ts";

/** Queues the mail with an invitation's link, in the transaction of the invitation: `deliver` of `inviteMember`. */
export const queueInvitation =
  (app: Pick<MailApp, "secrets" | "blobs" | "clock">) =>
  async (tx: Transaction, mail: InvitationMail): Promise<void> => {
    const at = app.clock.now();
    const content = invitationLetter({
      house: await houseOf(tx),
      at,
      inviter: mail.invitedBy,
      to: { email: mail.to, name: mail.name, language: mail.language },
      address: mail.url,
      expiresAt: mail.expiresAt,
    });
    await insertDispatch(tx, await prepareDispatch(app, { kind: "invitation", content }), at);
  };
