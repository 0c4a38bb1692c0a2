import type { MemberActor } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { dropHeldUploads } from "#/uploads/index.ts";
import type { MailApp } from "../types.ts";
import { absentDraft, eraseDraft, findDraft } from "./draft-row.ts";

/** Throws a draft away, with what was uploaded for it. @throws Refusal `mail.draft_absent`, `mail.draft_waiting`. */
export function removeDraft(app: MailApp, actor: MemberActor, draftId: Id): Promise<void> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const row = await findDraft(tx, actor, draftId, { forUpdate: true });
    if (!row) throw absentDraft();
    if (row.message_id) throw new Refusal("conflict", "mail.draft_waiting");
    await dropHeldUploads(tx, actor, draftId);
    await eraseDraft(tx, row);
  });
}
