import type { Transaction } from "#/db/index.ts";
import { recoverFiles } from "#/files/index.ts";
import { organisationFacts } from "#/identity/index.ts";
import { type Id, isRefusal } from "#/kernel/index.ts";
import { recoverContacts, type RecoveredMessage, recoverMessages } from "#/mail/index.ts";
import { type AfterObject, openObject, storedObjects } from "#/spaces/index.ts";
import { ageIdentityText, combineKit, kitKeys } from "#/vault/index.ts";
import { createFileTree, fileName, type FileTree, whole } from "./file-tree.ts";
import { inOrganisationOfKit, type Opened, openWithKit, type RecoveryApp } from "./open-with-kit.ts";

/** What came out. `failed` names what is damaged or has no key, each with the check that failed. */
export interface Recovered {
  readonly organisationId: Id;
  readonly domain: string;
  readonly messages: number;
  readonly attachments: number;
  readonly contacts: number;
  /** Of folders; all versions of one count as one. */
  readonly files: number;
  readonly others: number;
  readonly failed: readonly { readonly id: Id; readonly code: string }[];
}

const pageLength = 50;

async function writeMessage(tree: FileTree, message: RecoveredMessage): Promise<object> {
  const sentAt = message.sentAt.toISOString();
  const title = fileName(`${sentAt.slice(0, 16).replaceAll(":", "")} ${message.body.subject}`.slice(0, 60), "message");
  const directory = `messages/${sentAt.slice(0, 7)}/${title} ${message.messageId.slice(-12)}`;
  const copy = await tree.write(directory, "message.eml", message.copy.content);
  const original = message.original && (await tree.write(directory, "original.eml", message.original.stream()));
  const attachments: object[] = [];
  for (const { name, type, object } of message.attachmentFiles) {
    const path = await tree.write(`${directory}/attachments`, fileName(name, "attachment"), object.stream());
    attachments.push({ name, type, sizeBytes: object.sizeBytes, path });
  }
  const { messageId, conversationId, recalledAt, body } = message;
  const { from, to, cc, bcc, subject, date } = body;
  const said = { from, to, cc, ...(bcc ? { bcc } : {}), subject, date };
  const places = { copy, ...(original ? { original } : {}), attachments };
  return { messageId, conversationId, sentAt, recalledAt: recalledAt?.toISOString() ?? null, ...said, ...places };
}

interface Progress {
  readonly known: Set<Id>;
  readonly failed: { id: Id; code: string }[];
  readonly entries: object[];
  attachments: number;
  readonly files: Set<Id>;
}

function rememberObjects(progress: Progress, message: RecoveredMessage): void {
  const { bodyObjectId, summaryObjectId, originalObjectId, attachments } = message;
  for (const id of [bodyObjectId, summaryObjectId, originalObjectId]) if (id) progress.known.add(id);
  for (const { objectId } of attachments) progress.known.add(objectId);
}

async function writeMessages(opened: Opened, tx: Transaction, tree: FileTree, progress: Progress): Promise<void> {
  let after: Id | undefined;
  do {
    const page = await recoverMessages(opened.app, tx, opened.reader, { after, limit: pageLength });
    for (const message of page.messages) {
      try {
        progress.entries.push(await writeMessage(tree, message));
        progress.attachments += message.attachmentFiles.length;
        rememberObjects(progress, message);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        progress.failed.push({ id: message.messageId, code: error.code });
      }
    }
    for (const { messageId, refusal } of page.failed)
      progress.failed.push({ id: messageId, code: refusal?.code ?? "recover.no_key" });
    after = page.last;
  } while (after !== undefined);
}

const versioned = (name: string, version: number): string => name.replace(/(\.[^.]{1,10})?$/, ` (${version})$1`);

/** Files under the names of their folders; earlier versions and what is in the trash apart. */
async function writeFiles(opened: Opened, tx: Transaction, tree: FileTree, progress: Progress): Promise<object[]> {
  const written: object[] = [];
  for await (const file of recoverFiles(opened.app, tx, opened.reader)) {
    const { entryId, version, path, isCurrent, isTrashed, modifiedAt, object } = file;
    progress.known.add(entryId);
    if ("code" in object) {
      progress.failed.push({ id: entryId, code: object.code });
      continue;
    }
    const top = isTrashed ? "files-in-trash" : isCurrent ? "files" : "files-earlier";
    const folders = path.slice(0, -1).map((name) => fileName(name, "folder"));
    const name = fileName(path.at(-1)!, "file");
    try {
      const directory = [top, ...folders].join("/");
      const place = await tree.write(directory, isCurrent ? name : versioned(name, version), object.stream());
      progress.files.add(entryId);
      written.push({ entryId, version, isCurrent, modifiedAt: modifiedAt.toISOString(), path, place });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      progress.failed.push({ id: entryId, code: error.code });
    }
  }
  return written;
}

/** Sealed objects that no message and no file of ours explains: parts of damaged messages, and what later versions may keep. */
async function writeOthers(opened: Opened, tx: Transaction, tree: FileTree, progress: Progress): Promise<object[]> {
  const written: object[] = [];
  let after: AfterObject | undefined;
  for (;;) {
    const objects = await storedObjects(opened.app, tx, { after, limit: pageLength });
    for (const { objectId, kind, createdAt, spaceId, epoch } of objects) {
      if (progress.known.has(objectId)) continue;
      progress.known.add(objectId);
      try {
        const object = await openObject(opened.app, tx, opened.reader, objectId, { kind, spaceId, epoch });
        if (!object) progress.failed.push({ id: objectId, code: "recover.no_key" });
        else {
          const path = await tree.write("other", `${kind}-${objectId}`, object.stream());
          written.push({ objectId, kind, spaceId, createdAt: createdAt.toISOString(), path });
        }
      } catch (error) {
        if (!isRefusal(error)) throw error;
        progress.failed.push({ id: objectId, code: error.code });
      }
    }
    const last = objects.at(-1);
    if (!last) return written;
    after = last;
  }
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 1)}\n`;

/**
 * Everything that the organisation keeps, opened with the recovery kit and written below a new directory: each message
 * as .eml with its attachments under their names, contacts, whatever else is sealed, and an index as JSON.
 * @throws Refusal of the kit (`vault.kit_…`), `recover.organisation_absent`, `recover.kit_foreign`,
 *   `recover.directory_not_empty`.
 */
export async function recoverAll(
  app: RecoveryApp,
  input: { readonly kitTexts: readonly string[]; readonly to: string },
): Promise<Recovered> {
  const kit = await combineKit(input.kitTexts);
  return inOrganisationOfKit(app, kit.organisationId, async (tx) => {
    const opened = await openWithKit(app, tx, kit);
    const { organisationId, name, domain } = await organisationFacts(tx);
    const tree = createFileTree(input.to);
    const progress: Progress = { known: new Set(), failed: [], entries: [], attachments: 0, files: new Set() };
    await writeMessages(opened, tx, tree, progress);
    const files = await writeFiles(opened, tx, tree, progress);
    const others = await writeOthers(opened, tx, tree, progress);
    const contacts = await recoverContacts(opened.app, tx, opened.reader);
    const { entries: messages, failed, attachments } = progress;
    const index = { organisation: { organisationId, name, domain }, messages, contacts, files, others, failed };
    await tree.write("", "index.json", whole(json(index)));
    const counts = {
      messages: messages.length,
      attachments,
      contacts: contacts.length,
      files: progress.files.size,
      others: others.length,
    };
    return { organisationId, domain, ...counts, failed };
  });
}

/** The key of a kit in shares, as an identity file for the age program. Whoever has it can read everything. */
export async function kitAsIdentity(kitTexts: readonly string[]): Promise<string> {
  const { recoverySecret } = kitKeys(await combineKit(kitTexts));
  return `${ageIdentityText(recoverySecret)}\n`;
}
