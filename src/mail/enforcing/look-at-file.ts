import type { z } from "zod";
import type { holdRoutes } from "#/contract/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import { openForeignAttachment, openUpload } from "../drafts/draft-attachments.ts";
import type { MailApp } from "../types.ts";
import { agreementsFor, keywordsOf } from "./decide-sending.ts";
import { openHabits } from "./habits.ts";
import { MessageLook } from "./look-at-message.ts";

export type FoundInFile = z.output<typeof holdRoutes.lookAtFile.answer>;

export interface LookAtFile {
  readonly uploadId?: Id | undefined;
  readonly attachmentId?: Id | undefined;
  readonly name: string;
  readonly type: string;
}

/**
 * What is in a file that is being written about: something uploaded, or an attachment of a message in the mailbox. The
 * page that decides while somebody writes asks this once for each file. @throws Refusal `mail.attachment_absent`.
 */
export async function lookAtFile(
  app: MailApp,
  actor: MemberActor,
  { uploadId, attachmentId, name, type }: LookAtFile,
): Promise<FoundInFile> {
  const { agreements } = await agreementsFor(app, actor.organisationId);
  const look = new MessageLook(keywordsOf(agreements));
  const object = await app.database.inOrganisation(actor.organisationId, async (tx) =>
    uploadId
      ? openUpload(app, tx, actor, uploadId)
      : (await openForeignAttachment(app, tx, actor, attachmentId ?? "")).object,
  );
  await look.attachment({ name, type }, object.stream());
  const values = look.people();
  const habits =
    values.length > 0
      ? await app.database.inOrganisation(actor.organisationId, (tx) => openHabits(app, tx, actor))
      : undefined;
  const people = habits?.keysOf(values) ?? [];
  const { findings, keywords, attachments, unread } = look.done();
  const { kind, sizeBytes } = attachments[0]!;
  return { findings: [...findings], keywords: [...keywords], kind, sizeBytes, unread, people };
}
