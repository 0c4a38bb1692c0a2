import type { Database, Transaction } from "#/db/index.ts";
import { type Bytes, fromUtf8, minuteMs, view } from "#/kernel/index.ts";
import { openEpochSecrets, placeKey, type Reader, type SpacesApp } from "#/spaces/index.ts";
import { openSealed } from "#/vault/index.ts";
import type { SealedDetail } from "../contacts.ts";

/** Names that somebody opened lately, by their sealed form: opening twenty thousand takes seconds, looking them up does not. */
interface OpenedNames {
  readonly names: Map<string, string>;
  lastUsedMs: number;
}

const keptMs = 10 * minuteMs;
const mostNames = 100_000;
const atOnce = 200;
const opened = new WeakMap<Database, OpenedNames>();

const keyOf = ({ sealed }: SealedDetail): string => view(sealed as Bytes).toString("base64", sealed.byteLength - 48);

function namesOf(database: Database, nowMs: number): OpenedNames {
  const known = opened.get(database);
  if (known && nowMs - known.lastUsedMs < keptMs && known.names.size < mostNames) {
    known.lastUsedMs = nowMs;
    return known;
  }
  const fresh = { names: new Map<string, string>(), lastUsedMs: nowMs };
  opened.set(database, fresh);
  return fresh;
}

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Forgets what was opened, once nobody has looked for a while. */
export function forgetNames(database: Database, nowMs: number): void {
  const known = opened.get(database);
  if (known && nowMs - known.lastUsedMs >= keptMs) opened.delete(database);
}

/**
 * Names in the clear, for a reader who has a way to the epochs that they are sealed to; whether that is so is asked of the
 * database each time, also of what is remembered.
 */
export async function openNames(
  app: SpacesApp & { readonly database: Database },
  tx: Transaction,
  reader: Reader,
  details: readonly SealedDetail[],
  nowMs: number,
): Promise<Map<SealedDetail, string>> {
  const places = new Map(details.map(({ spaceId, epoch }) => [placeKey({ spaceId, epoch }), { spaceId, epoch }]));
  const secrets = await openEpochSecrets(app, tx, reader, [...places.values()]);
  const { names } = namesOf(app.database, nowMs);
  const result = new Map<SealedDetail, string>();
  let work = 0;
  for (const detail of details) {
    const secret = secrets.get(placeKey(detail));
    if (!secret) continue;
    const key = keyOf(detail);
    let name = names.get(key);
    if (name === undefined) {
      const plain = openSealed(secret, detail.sealed);
      if (!plain) continue;
      name = fromUtf8(plain);
      names.set(key, name);
      if (++work % atOnce === 0) await breathe();
    }
    result.set(detail, name);
  }
  return result;
}
