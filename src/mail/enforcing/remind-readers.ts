import { takeDueReminders } from "#/agreements/index.ts";
import type { Id } from "#/kernel/index.ts";
import { colleagues } from "../house.ts";
import type { MailApp } from "../types.ts";
import { tellMember } from "./hold-letters.ts";

/** Asks those once more by mail who have not read what is in force; run every hour, does what is due. */
export const remindReaders = (app: MailApp, organisationId: Id): Promise<void> =>
  app.database.inOrganisation(organisationId, async (tx) => {
    const due = await takeDueReminders(app, tx);
    if (due.length === 0) return;
    for (const to of await colleagues(tx, { memberIds: due.map(({ memberId }) => memberId) }))
      await tellMember(app, tx, to, { kind: "agree_reminder", path: "/agreements", details: {} });
  });
