import { join } from "node:path";
import { type Bytes, equalBytes, hex, type Id, isId, Refusal } from "#/kernel/index.ts";
import { createFile, ensureDirectory, readFile } from "./secret-files.ts";

/** The anchor of trust: the public key of each organisation's root, where who writes to the database cannot write. */
export class OrganisationRoots {
  readonly #directory: string;
  readonly #roots = new Map<Id, Bytes>();

  constructor(directory: string) {
    this.#directory = join(directory, "organisations");
    ensureDirectory(this.#directory);
  }

  find(organisationId: Id): Bytes | undefined {
    if (!isId(organisationId)) return undefined;
    const known = this.#roots.get(organisationId);
    if (known) return known;
    const text = readFile(join(this.#directory, organisationId));
    if (text === undefined) return undefined;
    if (!/^[0-9a-f]{64}$/.test(text)) throw new Refusal("unavailable", "secrets.damaged", { file: organisationId });
    const root = Buffer.from(text, "hex");
    this.#roots.set(organisationId, root);
    return root;
  }

  pin(organisationId: Id, rootPublic: Bytes): void {
    if (!isId(organisationId) || rootPublic.byteLength !== 32) throw new TypeError("an id and a key of 32 bytes");
    if (createFile(join(this.#directory, organisationId), `${hex(rootPublic)}\n`)) return;
    if (!equalBytes(this.find(organisationId)!, rootPublic)) throw new Refusal("conflict", "secrets.root_pinned");
  }
}
