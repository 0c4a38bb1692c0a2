import { randomBytes } from "node:crypto";
import { combine, split } from "shamir-secret-sharing";
import { type Bytes, concat, equalBytes, type Id, idBytes, isId, Refusal } from "#/kernel/index.ts";
import { ed25519Public, x25519Public } from "./curve.ts";
import { deriveKey, domain, sha256 } from "./derive.ts";
import { kitText, type KitShare, readKitText } from "./kit-text.ts";
import { grouped, toSymbols } from "./typed-code.ts";

/** The organisation's root, which lives on paper. Everything certified goes back to it. */
export interface RecoveryKit {
  readonly organisationId: Id;
  /** 32 random bytes: the X25519 recovery secret itself, and what the signing seed is derived from. */
  readonly rootSeed: Bytes;
}

export interface KitKeys {
  readonly rootSigningSeed: Bytes;
  readonly rootPublic: Bytes;
  readonly recoverySecret: Bytes;
  readonly recoveryPublic: Bytes;
  /** 32 symbols in groups of four, to compare by eye. */
  readonly fingerprint: string;
}

export function newRecoveryKit(organisationId: Id): RecoveryKit {
  if (!isId(organisationId)) throw new TypeError("not an id");
  return { organisationId, rootSeed: randomBytes(32) };
}

/** The first 20 bytes of SHA-256 over the organisation and both public keys, as typed symbols. */
export const kitFingerprint = (organisationId: Id, rootPublic: Bytes, recoveryPublic: Bytes): string =>
  grouped(
    toSymbols(
      sha256(concat(domain("zegel/v1/root-fingerprint"), idBytes(organisationId), rootPublic, recoveryPublic)).subarray(
        0,
        20,
      ),
    ),
  );

/** The keys that stand behind a kit. */
export function kitKeys(kit: RecoveryKit): KitKeys {
  const rootSigningSeed = deriveKey(kit.rootSeed, "zegel/v1/root-signing");
  const rootPublic = ed25519Public(rootSigningSeed);
  const recoverySecret = kit.rootSeed;
  const recoveryPublic = x25519Public(recoverySecret);
  const fingerprint = kitFingerprint(kit.organisationId, rootPublic, recoveryPublic);
  return { rootSigningSeed, rootPublic, recoverySecret, recoveryPublic, fingerprint };
}

const mostShares = 16;

/** With one share needed each share is the secret itself, at place 0; else Shamir's sharing, which needs two or more. */
async function shareValues(seed: Bytes, needed: number, total: number): Promise<{ place: number; value: Bytes }[]> {
  if (needed === 1) return Array.from({ length: total }, () => ({ place: 0, value: seed }));
  const shares = await split(Uint8Array.from(seed), total, needed);
  return shares.map((share) => ({ place: share[32]!, value: share.subarray(0, 32) }));
}

/**
 * `total` printable text files, any `needed` of which give the kit back. A file that is enough on its own is an identity
 * file of the `age` program. Throws `vault.kit_shares` unless 1 ≤ needed ≤ total ≤ 16.
 */
export async function kitTexts(kit: RecoveryKit, organisationName: string, needed = 1, total = 1): Promise<string[]> {
  const whole = Number.isInteger(needed) && Number.isInteger(total);
  if (!whole || needed < 1 || needed > total || total > mostShares) throw new Refusal("invalid", "vault.kit_shares");
  const { fingerprint } = kitKeys(kit);
  const set = randomBytes(4);
  const values = await shareValues(kit.rootSeed, needed, total);
  return values.map(({ place, value }, at) =>
    kitText(
      { organisationId: kit.organisationId, fingerprint, set, needed, total, number: at + 1, place, value },
      organisationName,
    ),
  );
}

const refuse = (reason: "too_few" | "mixed" | "fingerprint", details = {}): Refusal =>
  new Refusal("invalid", `vault.kit_${reason}`, details);

const sameSet = (a: KitShare, b: KitShare): boolean =>
  a.organisationId === b.organisationId &&
  a.fingerprint === b.fingerprint &&
  a.needed === b.needed &&
  a.total === b.total &&
  equalBytes(a.set, b.set);

/**
 * The kit from the texts of enough of its shares, in any order, each once or more often. Throws
 * `vault.kit_unreadable` (no kit, or a line is missing), `vault.kit_damaged` (a checksum is wrong), `vault.kit_mixed`
 * (shares of different kits), `vault.kit_too_few` or `vault.kit_fingerprint` (the rebuilt key is not the printed one).
 */
export async function combineKit(texts: readonly string[]): Promise<RecoveryKit> {
  const shares = texts.map(readKitText);
  const first = shares[0];
  if (!first) throw refuse("too_few", { have: 0, need: 1 });
  if (!shares.every((share) => sameSet(share, first))) throw refuse("mixed");
  const distinct = [...new Map(shares.map((share) => [share.number, share])).values()];
  if (distinct.length < first.needed) throw refuse("too_few", { have: distinct.length, need: first.needed });
  const chosen = distinct.slice(0, first.needed);
  const rootSeed =
    first.needed === 1
      ? first.value
      : await combine(chosen.map((share) => Uint8Array.from([...share.value, share.place])));
  const kit = { organisationId: first.organisationId, rootSeed };
  if (kitKeys(kit).fingerprint !== first.fingerprint) throw refuse("fingerprint");
  return kit;
}
