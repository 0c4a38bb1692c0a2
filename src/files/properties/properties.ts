import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import { Refusal } from "#/kernel/index.ts";
import { openEntry } from "../entries/find-entry.ts";
import { assertUnlocked } from "../locks/locks.ts";
import { openBeside, propertyMac, sealBeside } from "../names.ts";
import type { OpenFolder } from "../open-folders.ts";
import type { FilesActor, FoldersApp } from "../types.ts";

/** A dead property of WebDAV: kept for the client as it is, without a meaning here. */
export interface FileProperty {
  readonly namespace: string;
  readonly name: string;
  /** What stands in its element, as XML. */
  readonly content: string;
}

const mostPerEntry = 100;
const mostCharacters = 60_000;

const keyOf = ({ namespace, name }: Pick<FileProperty, "namespace" | "name">): string => `${namespace}\n${name}`;

/** The dead properties of entries of one space. */
export async function propertiesOf(
  tx: Transaction,
  { nameKey }: OpenFolder,
  entryIds: readonly Id[],
): Promise<Map<Id, FileProperty[]>> {
  if (entryIds.length === 0) return new Map();
  const rows = await tx.query
    .selectFrom("files_property")
    .select(["entry_id", "sealed"])
    .where("organisation_id", "=", tx.organisationId)
    .where("entry_id", "in", entryIds)
    .execute();
  const found = rows.map((row) => ({
    entryId: row.entry_id,
    property: JSON.parse(openBeside(nameKey, row.entry_id, "property", row.sealed)) as FileProperty,
  }));
  return new Map(
    [...Map.groupBy(found, ({ entryId }) => entryId)].map(([entryId, each]) => [
      entryId,
      each.map(({ property }) => property),
    ]),
  );
}

export interface ChangeProperties {
  readonly entryId: Id;
  /** In the order in which they are to be done; without content: it goes. */
  readonly changes: readonly (Pick<FileProperty, "namespace" | "name"> & { readonly content?: string })[];
}

/** Sets and removes dead properties, all or none. @throws Refusal `files.locked`, `files.only_reading`, `files.properties_too_many`. */
export function changeProperties(
  app: FoldersApp,
  actor: FilesActor,
  { entryId, changes }: ChangeProperties,
): Promise<void> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { folder, row } = await openEntry(app, tx, actor, entryId, "editor", { forUpdate: true });
    await assertUnlocked(app, tx, actor, row.space_id, { entryIds: [entryId] });
    const { nameKey } = folder;
    for (const { content, ...property } of changes) {
      const mac = propertyMac(nameKey, entryId, keyOf(property));
      const place = { organisation_id: tx.organisationId, entry_id: entryId, property_mac: mac };
      if (content === undefined) {
        await tx.query
          .deleteFrom("files_property")
          .where("organisation_id", "=", tx.organisationId)
          .where("entry_id", "=", entryId)
          .where("property_mac", "=", mac)
          .execute();
        continue;
      }
      if (content.length > mostCharacters) throw new Refusal("too-large", "files.properties_too_many");
      const sealed = sealBeside(nameKey, entryId, "property", JSON.stringify({ ...property, content }));
      await tx.query
        .insertInto("files_property")
        .values({ ...place, sealed })
        .onConflict((conflict) =>
          conflict.columns(["organisation_id", "entry_id", "property_mac"]).doUpdateSet({ sealed }),
        )
        .execute();
    }
    const { count } = await tx.query
      .selectFrom("files_property")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .where("organisation_id", "=", tx.organisationId)
      .where("entry_id", "=", entryId)
      .executeTakeFirstOrThrow();
    if (Number(count) > mostPerEntry) throw new Refusal("too-large", "files.properties_too_many");
  });
}

/** Properties go along with a copy. */
export async function copyProperties(
  tx: Transaction,
  from: { readonly folder: OpenFolder; readonly entryId: Id },
  to: { readonly folder: OpenFolder; readonly entryId: Id },
): Promise<void> {
  const properties = (await propertiesOf(tx, from.folder, [from.entryId])).get(from.entryId) ?? [];
  for (const property of properties)
    await tx.query
      .insertInto("files_property")
      .values({
        organisation_id: tx.organisationId,
        entry_id: to.entryId,
        property_mac: propertyMac(to.folder.nameKey, to.entryId, keyOf(property)),
        sealed: sealBeside(to.folder.nameKey, to.entryId, "property", JSON.stringify(property)),
      })
      .execute();
}
