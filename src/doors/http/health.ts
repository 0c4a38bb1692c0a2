import { newId } from "#/kernel/index.ts";
import type { HttpApp } from "./app.ts";

type HealthApp = Pick<HttpApp, "database" | "blobs" | "secrets" | "log">;

export interface Readiness {
  readonly ready: boolean;
  readonly database: boolean;
  readonly blobs: boolean;
  readonly secrets: boolean;
}

const probe = Buffer.from("zegel readiness");

async function blobsAreWritable({ blobs, log }: HealthApp): Promise<boolean> {
  const id = newId();
  try {
    await blobs.write(
      id,
      (async function* bytes() {
        yield probe;
      })(),
    );
    await blobs.remove(id);
    return true;
  } catch (error) {
    log.error({ reason: (error as Error).message }, "the blob store does not take anything");
    return false;
  }
}

async function secretsBelong({ database, secrets }: HealthApp): Promise<boolean> {
  try {
    return await database.belongsToSecrets(secrets.fingerprint);
  } catch {
    return false;
  }
}

/**
 * Whether requests can be served: the database answers, a blob can be written, and the secrets directory is the one that
 * this database was filled under. Asked again at most once a second, however many ask.
 */
export function readinessOf(app: HealthApp): () => Promise<Readiness> {
  const freshMs = 1000;
  let last: { readonly atMs: number; readonly answer: Promise<Readiness> } | undefined;
  const ask = async (): Promise<Readiness> => {
    const [database, blobs] = await Promise.all([app.database.isReady(), blobsAreWritable(app)]);
    const secrets = database && (await secretsBelong(app));
    return { ready: database && blobs && secrets, database, blobs, secrets };
  };
  return () => {
    const nowMs = performance.now();
    if (!last || nowMs - last.atMs > freshMs) last = { atMs: nowMs, answer: ask() };
    return last.answer;
  };
}
