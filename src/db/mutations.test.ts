import { test } from "node:test";
import { assertMutationIsCaught, type Mutation } from "../../tests/support/mutation.ts";

const copy = ["src", "tests/support"];
const ground = "src/db/migrations/0001_ground.sql";
const rowLevelSecurity = "src/db/row-level-security.test.ts";

const mutations: readonly (Mutation & { readonly replace: string })[] = [
  {
    title: "The policy lets the app see every organisation",
    file: ground,
    find: "    ' using (organisation_id = (select current_organisation()))'",
    replace: "    ' using (true)'",
    testFile: rowLevelSecurity,
    guardedBy: "nothing of another one is visible",
  },
  {
    title: "The policy lets the app write for every organisation",
    file: ground,
    find: "    ' with check (organisation_id = (select current_organisation()))', target);",
    replace: "    ' with check (true)', target);",
    testFile: rowLevelSecurity,
    guardedBy: "nothing is written for another one",
  },
  {
    title: "Row-level security does not hold for the owner",
    file: ground,
    find: "  execute format('alter table %s force row level security', target);\n",
    replace: "",
    testFile: rowLevelSecurity,
    guardedBy: "An owner who is no superuser",
  },
  {
    title: "Row-level security is off",
    file: ground,
    find: "  execute format('alter table %s enable row level security', target);\n",
    replace: "",
    testFile: rowLevelSecurity,
    guardedBy: "nothing of another one is visible",
  },
  {
    title: "A table is left without its policy",
    file: "src/db/migrations/0002_mail.sql",
    find: "select protect_table('mail_link', 'select, insert, update, delete');",
    replace: "grant select, insert, update, delete on mail_link to zegel_app;",
    testFile: rowLevelSecurity,
    guardedBy: "Every table belongs to organisations",
  },
  {
    title: "No organisation set is taken for none to be seen",
    file: ground,
    find: "  if chosen is null then raise exception 'no organisation is set' using errcode = 'insufficient_privilege'; end if;\n",
    replace: "",
    testFile: rowLevelSecurity,
    guardedBy: "Without an organisation the app reads nothing",
  },
  {
    title: "The organisation outlives its transaction",
    file: "src/db/open-database.ts",
    find: "'${organisationId}', true)`",
    replace: "'${organisationId}', false)`",
    testFile: "src/db/database.test.ts",
    guardedBy: "An organisation lasts no longer",
  },
  {
    title: "A commit that kept nothing is taken for success",
    file: "src/db/open-database.ts",
    find: 'if (answer.command !== "COMMIT")',
    replace: "if (false)",
    testFile: "src/db/database.test.ts",
    guardedBy: "A failed statement that nobody looked at",
  },
  {
    title: "A blob's bytes are not synced",
    file: "src/blobs/blob-directory.ts",
    find: "        await this.#files.sync(file, temporary);\n",
    replace: "",
    testFile: "src/blobs/blob-directory.test.ts",
    guardedBy: "A blob is durable",
  },
  {
    title: "A blob's directory is synced before the name is in it",
    file: "src/blobs/blob-directory.ts",
    find: "      await this.#files.rename(temporary, path);\n      await this.#files.syncDirectory(dirname(path));\n",
    replace:
      "      await this.#files.syncDirectory(dirname(path));\n      await this.#files.rename(temporary, path);\n",
    testFile: "src/blobs/blob-directory.test.ts",
    guardedBy: "A blob is durable",
  },
  {
    title: "A blob gets its name before its bytes are synced",
    file: "src/blobs/blob-directory.ts",
    find: "        await this.#files.sync(file, temporary);\n",
    replace:
      "        await this.#ensureDirectory(dirname(path));\n        await this.#files.rename(temporary, path);\n        await this.#files.sync(file, path);\n        await this.#files.rename(path, temporary);\n",
    testFile: "src/blobs/blob-directory.test.ts",
    guardedBy: "A blob is durable",
  },
  {
    title: "A new directory's own name is not synced",
    file: "src/blobs/blob-directory.ts",
    find: "    await this.#files.syncDirectory(parent);\n",
    replace: "",
    testFile: "src/blobs/blob-directory.test.ts",
    guardedBy: "A blob is durable",
  },
  {
    title: "An epoch's public key is taken as the table has it",
    file: "src/certificates/verified-epoch.ts",
    find: "  if (!isOfSpace || !body.x25519 || !equalBytes(body.x25519, row.publicKey)) throw wrong();\n",
    replace: "",
    testFile: "src/certificates/certificates.test.ts",
    guardedBy: "A mailbox whose rows were exchanged",
  },
  {
    title: "A revoked key is used for something new",
    file: "src/certificates/verified-key.ts",
    find: '      if (chain.revokedAt && validity.revoked !== "accepted") throw revoked();\n',
    replace: "",
    testFile: "src/certificates/certificates.test.ts",
    guardedBy: "A revoked key is refused",
  },
  {
    title: "A space is taken for somebody's mailbox without looking whose it is",
    file: "src/spaces/owned-epochs.ts",
    find: '  if (!spaces.every(isTheirs)) throw new Refusal("invalid", "vault.certificate_wrong");\n',
    replace: "",
    testFile: "src/spaces/spaces.test.ts",
    guardedBy: "Nothing is sealed for another mailbox",
  },
  {
    title: "An unwrapped secret is not compared with the certified key",
    file: "src/spaces/open-epoch.ts",
    find: "    : unwrapSecret(holderSecret, wrap.sealed, publicKey);",
    replace: "    : unwrapSecret(holderSecret, wrap.sealed);",
    testFile: "src/spaces/objects.test.ts",
    guardedBy: "A wrap that was exchanged",
  },
  {
    title: "What a session had open stays open after a recall",
    file: "src/spaces/open-epoch.ts",
    find: "  const ways = leadingToReader(await loadWraps(tx, reader, places));",
    replace:
      "  const recalled = places.flatMap((p) => [...(reader.cache ?? [])].filter(([k]) => k.startsWith(placeKey(p))).map(([, s]) => [placeKey(p), s] as const));\n" +
      "  if (recalled.length > 0) return new Map(recalled);\n" +
      "  const ways = leadingToReader(await loadWraps(tx, reader, places));",
    testFile: "src/spaces/spaces.test.ts",
    guardedBy: "A message recalled from one guest",
  },
];

for (const mutation of mutations)
  test(`A test goes red when: ${mutation.title}`, () => assertMutationIsCaught({ copy, ...mutation }));
