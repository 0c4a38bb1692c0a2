export interface Room {
  /** 0 is the lowest; a room uses rooms of its own level or lower ones. */
  readonly level: number;
  /** Rooms that it calls. */
  readonly uses: readonly string[];
  /** Rooms of which it knows the types alone: what it is handed, and hands on. */
  readonly types?: readonly string[];
}

const foundation = ["kernel", "vault", "db", "certificates", "spaces", "audit"];
const parts = ["db", "blobs", "secrets"];
const doorUses = ["kernel", "contract", "words", "config", "identity"];

/** Which room may use which. Whoever adds an edge here says with it that the direction is right. */
export const rooms: Readonly<Record<string, Room>> = {
  kernel: { level: 0, uses: [] },
  contract: { level: 1, uses: [] },
  vault: { level: 1, uses: ["kernel"] },
  recognise: { level: 1, uses: ["contract"] },
  words: { level: 1, uses: [], types: ["contract"] },
  config: { level: 2, uses: ["kernel"] },
  db: { level: 2, uses: ["kernel"] },
  "db/embedded": { level: 2, uses: ["kernel"] },
  blobs: { level: 2, uses: ["kernel"] },
  jobs: { level: 2, uses: ["kernel", "db"] },
  secrets: { level: 2, uses: ["kernel", "vault"] },
  audit: { level: 3, uses: ["kernel", "vault", "db"], types: ["config", "secrets"] },
  certificates: { level: 3, uses: ["kernel", "vault", "db"], types: ["secrets"] },
  spaces: { level: 3, uses: ["kernel", "vault", "db", "jobs", "certificates", "audit"], types: ["blobs"] },
  identity: { level: 3, uses: [...foundation, "contract", "jobs"], types: ["blobs", "secrets", "config"] },
  uploads: { level: 3, uses: ["kernel", "vault", "db", "jobs", "spaces", "identity"], types: ["blobs"] },
  intake: { level: 3, uses: ["kernel"] },
  relay: { level: 3, uses: ["kernel", "webhooks"] },
  extraction: { level: 4, uses: ["kernel", "config", "intake"] },
  segments: { level: 3, uses: ["kernel", "vault", "db", "certificates", "spaces"], types: ["blobs"] },
  "agreements/rules": { level: 1, uses: [], types: ["contract"] },
  agreements: {
    level: 3,
    uses: ["kernel", "vault", "db", "certificates", "audit", "identity", "contract", "words", "agreements/rules"],
  },
  webhooks: {
    level: 3,
    uses: ["kernel", "contract", "vault", "db", "jobs", "audit", "identity"],
    types: ["config", "secrets"],
  },
  mail: {
    level: 4,
    uses: [
      ...foundation,
      "contract",
      "words",
      "config",
      "jobs",
      "identity",
      "intake",
      "webhooks",
      "relay",
      "uploads",
      "segments",
      "agreements",
      "agreements/rules",
      "recognise",
      "extraction",
    ],
    types: ["blobs", "secrets"],
  },
  recovery: { level: 5, uses: ["kernel", "vault", "spaces", "identity", "mail"], types: ["db", "blobs"] },
  operation: {
    level: 5,
    uses: ["kernel", "contract", "config", "db", "jobs", "audit", "identity", "mail"],
    types: ["blobs", "secrets"],
  },
  backup: {
    level: 5,
    uses: [
      "kernel",
      "vault",
      "db",
      "db/embedded",
      "blobs",
      "secrets",
      "certificates",
      "spaces",
      "audit",
      "mail",
      "recovery",
    ],
  },
  demo: { level: 5, uses: ["kernel", "contract", "vault", "identity", "intake", "mail"], types: parts },
  "doors/http": {
    level: 5,
    uses: [
      "kernel",
      "audit",
      "contract",
      "words",
      "config",
      "identity",
      "agreements",
      "mail",
      "operation",
      "webhooks",
      "uploads",
    ],
    types: ["db", "blobs", "secrets", "app"],
  },
  "doors/smtp": { level: 5, uses: [...doorUses, "mail", "operation"], types: [...parts, "app"] },
  "doors/worker": {
    level: 5,
    uses: ["kernel", "audit", "jobs", "config", "identity", "spaces", "mail", "operation", "webhooks", "uploads"],
    types: ["db", "blobs", "secrets", "app"],
  },
  "doors/cli": {
    level: 6,
    uses: [
      "kernel",
      "vault",
      "audit",
      "spaces",
      "contract",
      "words",
      "config",
      "identity",
      "intake",
      "recognise",
      "extraction",
      "mail",
      "operation",
      "recovery",
      "backup",
      "app",
    ],
    types: ["db"],
  },
  app: { level: 6, uses: ["kernel", "config", "db", "db/embedded", "blobs", "secrets", "audit", "backup"] },
  start: {
    level: 6,
    uses: [
      "kernel",
      "config",
      "app",
      "backup",
      "db",
      "db/embedded",
      "doors/http",
      "doors/smtp",
      "doors/worker",
      "doors/cli",
      "demo",
    ],
  },
};
