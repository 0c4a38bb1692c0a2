import type { Transaction } from "#/db/index.ts";
import { organisationFacts } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import { listMessagePlaces } from "#/mail/index.ts";
import { type AfterEpoch, type AfterObject, recoveryWraps, storedObjects } from "#/spaces/index.ts";
import { createFileTree, type FileTree, whole } from "./file-tree.ts";
import { inOrganisationOfKit, type RecoveryApp } from "./open-with-kit.ts";

export interface ExportedSealed {
  readonly organisationId: Id;
  readonly domain: string;
  readonly objects: number;
  readonly keys: number;
}

const pageLength = 100;

/**
 * Opens all that is in the export with nothing but a shell and `age`. Keys are opened in the order of keys.tsv: those
 * sealed to the recovery kit, then those sealed to the compliance space's.
 */
const openScript = `#!/bin/sh
# usage: sh open-all.sh KIT-FILE DIRECTORY
# Opens everything in this export with the recovery kit and the age program (https://age-encryption.org).
set -eu
umask 077
[ $# -eq 2 ] || { echo "usage: sh open-all.sh KIT-FILE DIRECTORY" >&2; exit 2; }
kit=$1
to=$2
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
mkdir -p "$to/keys" "$to/objects"
while read -r key holder; do
  case $holder in
    recovery) identity=$kit ;;
    *) identity=$to/keys/$holder ;;
  esac
  age -d -i "$identity" -o "$to/keys/$key" "$here/keys/$key.age"
done < "$here/keys.tsv"
while read -r object key kind; do
  age -d -i "$to/keys/$key" -o "$to/objects/$object.$kind" "$here/objects/$object.age"
done < "$here/objects.tsv"
rm -r "$to/keys"
`;

const keyName = ({ spaceId, epoch }: AfterEpoch): string => `${spaceId}-${epoch}`;

async function writeKeys(tx: Transaction, tree: FileTree): Promise<string[]> {
  const [first, rest]: [string[], string[]] = [[], []];
  let after: AfterEpoch | undefined;
  for (;;) {
    const wraps = await recoveryWraps(tx, { after, limit: pageLength });
    for (const { spaceId, epoch, holder, sealed } of wraps) {
      const name = keyName({ spaceId, epoch });
      await tree.write("keys", `${name}.age`, whole(sealed));
      if (holder === "recovery") first.push(`${name}\trecovery`);
      else rest.push(`${name}\t${keyName(holder)}`);
    }
    after = wraps.at(-1);
    if (!after) return [...first, ...rest];
  }
}

async function writeObjects(app: RecoveryApp, tx: Transaction, tree: FileTree): Promise<string[]> {
  const lines: string[] = [];
  let after: AfterObject | undefined;
  for (;;) {
    const objects = await storedObjects(app, tx, { after, limit: pageLength });
    for (const object of objects) {
      const name = `${object.objectId}-${object.version}`;
      await tree.write("objects", `${name}.age`, object.ageFile());
      lines.push(`${name}\t${keyName(object)}\t${object.kind}`);
    }
    after = objects.at(-1);
    if (!after) return lines;
  }
}

async function messagePlaces(tx: Transaction): Promise<object[]> {
  const all: object[] = [];
  let after: Id | undefined;
  for (;;) {
    const page = await listMessagePlaces(tx, { after, limit: pageLength });
    all.push(...page);
    after = page.at(-1)?.messageId;
    if (!after) return all;
  }
}

const lines = (list: readonly string[]): string => list.map((line) => `${line}\n`).join("");

/**
 * The sealed parts as ordinary age files, in an order in which plain `age` opens them with the recovery kit: nothing is
 * opened here, no key is needed, and Zegel is not needed afterwards.
 * @throws Refusal `recover.organisation_absent`, `recover.directory_not_empty`.
 */
export async function exportSealed(
  app: RecoveryApp,
  input: { readonly organisationId: Id; readonly to: string },
): Promise<ExportedSealed> {
  return inOrganisationOfKit(app, input.organisationId, async (tx) => {
    const { organisationId, name, domain } = await organisationFacts(tx);
    const tree = createFileTree(input.to);
    const keys = await writeKeys(tx, tree);
    const objects = await writeObjects(app, tx, tree);
    const messages = await messagePlaces(tx);
    await tree.write("", "keys.tsv", whole(lines(keys)));
    await tree.write("", "objects.tsv", whole(lines(objects)));
    const index = { organisation: { organisationId, name, domain }, messages };
    await tree.write("", "index.json", whole(`${JSON.stringify(index, undefined, 1)}\n`));
    await tree.write("", "open-all.sh", whole(openScript));
    return { organisationId, domain, objects: objects.length, keys: keys.length };
  });
}
