import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import { base64url, type Bytes, concat, fromBase64url, hex, type Id, isId, Refusal, utf8 } from "#/kernel/index.ts";
import { deriveKey, type Identity } from "#/vault/index.ts";
import { DkimKeys } from "./dkim-keys.ts";
import { OrganisationRoots } from "./organisation-roots.ts";
import { openQueueKeys, type QueueKeys } from "./queue-keys.ts";
import { createFile, ensureDirectory, readFile } from "./secret-files.ts";
import { openSessionSecrets, type SessionSecrets } from "./session-secrets.ts";

/** The directory `ZEGEL_SECRETS`: the same on all nodes, in no backup of the data. Sees what other processes add to it. */
export interface Secrets {
  /** 32 hexadecimal digits that follow from all lasting secrets; not a secret itself. */
  readonly fingerprint: string;
  /** 32 bytes. */
  readonly pepper: Bytes;
  /** 43 ASCII characters. */
  readonly databasePassword: string;
  /** What came in from outside is signed with this; its public half is certified at set-up. */
  intakeKey(organisationId: Id): Identity;
  readonly queue: QueueKeys;
  readonly session: SessionSecrets;
  /** Seed of the Ed25519 key that signs checkpoints of the organisation's audit log. */
  checkpointSeed(organisationId: Id): Bytes;
  /** 32 bytes; with it entries are written that the audit log takes. */
  readonly auditKey: Bytes;
  /** What mail of the organisations' domains is signed with. */
  readonly dkim: Pick<DkimKeys, "key" | "list" | "add" | "use" | "tidy">;
  /** The public key of the organisation's root, or undefined when it was not set up with this directory. */
  organisationRoot(organisationId: Id): Bytes | undefined;
  /** Once and for all; durable when it returns. Another key for the same organisation is `secrets.root_pinned`. */
  pinOrganisationRoot(organisationId: Id, rootPublic: Bytes): void;
}

/** The last one is written when the others are there: from then on a missing one is a loss, not a first start. */
const lastingNames = ["pepper", "intake", "database", "installation"] as const;
const secretBytes = 32;
/** Not among the lasting ones: installations that are older than it go on. */
const checkpointName = "checkpoint";

function readLasting(directory: string): Map<string, Bytes> {
  const isFirstStart = readFile(join(directory, "installation")) === undefined;
  const read = lastingNames.map((name) => {
    const path = join(directory, name);
    if (isFirstStart) createFile(path, `${base64url(randomBytes(secretBytes))}\n`);
    const text = readFile(path);
    if (text === undefined) throw new Refusal("unavailable", "secrets.incomplete", { file: name });
    const secret = fromBase64url(text);
    if (secret?.byteLength !== secretBytes) throw new Refusal("unavailable", "secrets.damaged", { file: name });
    return [name, secret] as const;
  });
  return new Map(read);
}

const fingerprintOf = (lasting: ReadonlyMap<string, Bytes>): string =>
  hex(deriveKey(concat(...lasting.values()), "zegel/v1/secrets-fingerprint", 16));

/**
 * The fingerprint of the secrets in a directory, which is only read; undefined where there are none (yet).
 * @throws Refusal `secrets.incomplete`, `secrets.damaged`.
 */
export function secretsFingerprint(path: string): string | undefined {
  const directory = resolve(path);
  return readFile(join(directory, "installation")) === undefined ? undefined : fingerprintOf(readLasting(directory));
}

function readCheckpointSecret(directory: string): Bytes {
  const path = join(directory, checkpointName);
  if (readFile(path) === undefined) createFile(path, `${base64url(randomBytes(secretBytes))}\n`);
  const secret = fromBase64url(readFile(path) ?? "");
  if (secret?.byteLength !== secretBytes) throw new Refusal("unavailable", "secrets.damaged", { file: checkpointName });
  return secret;
}

/**
 * Makes the directory (0700, files 0600) and what belongs in it at the first start, and only then. Later a file that is
 * missing or damaged stops the start: `secrets.incomplete`, `secrets.damaged`.
 */
export async function openSecrets(path: string, now: Date = new Date()): Promise<Secrets> {
  const directory = resolve(path);
  ensureDirectory(directory);
  const lasting = readLasting(directory);
  const roots = new OrganisationRoots(directory);
  const checkpoint = readCheckpointSecret(directory);
  const intakeSeed = lasting.get("intake")!;
  return {
    fingerprint: fingerprintOf(lasting),
    pepper: lasting.get("pepper")!,
    databasePassword: base64url(deriveKey(lasting.get("database")!, "zegel/v1/database-password")),
    intakeKey: (organisationId) => {
      if (!isId(organisationId)) throw new TypeError("not an id");
      const secret = concat(intakeSeed, utf8(organisationId));
      return {
        x25519Secret: deriveKey(secret, "zegel/v1/intake-x25519"),
        ed25519Seed: deriveKey(secret, "zegel/v1/intake-ed25519"),
      };
    },
    checkpointSeed: (organisationId) => {
      if (!isId(organisationId)) throw new TypeError("not an id");
      return deriveKey(concat(checkpoint, utf8(organisationId)), "zegel/v1/checkpoint-ed25519");
    },
    auditKey: deriveKey(lasting.get("pepper")!, "zegel/v1/audit-entry"),
    queue: openQueueKeys(directory, now),
    session: openSessionSecrets(directory, now),
    dkim: new DkimKeys(directory),
    organisationRoot: (organisationId) => roots.find(organisationId),
    pinOrganisationRoot: (organisationId, rootPublic) => roots.pin(organisationId, rootPublic),
  };
}
