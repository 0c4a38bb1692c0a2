import { hashRaw } from "@node-rs/argon2";
import { type Bytes, Refusal, utf8 } from "#/kernel/index.ts";
import { x25519Public } from "./curve.ts";
import { deriveKey, hmac } from "./derive.ts";
import { grouped, randomSymbols, tidySymbols } from "./typed-code.ts";

/** Cost of Argon2id (RFC 9106), kept beside the verifier so that it can be raised later. */
export interface PasswordParameters {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

export const defaultPasswordParameters: PasswordParameters = { memoryKib: 65_536, passes: 3, lanes: 1 };

/** For whom it is: who waits in one queue does not wait for another, however many stand there. */
export type PasswordQueue = "log-in" | "guest" | "sending";

const atOnce = 2;
const longestQueue = 200;
const queues = new Map<PasswordQueue, (() => void)[]>([
  ["log-in", []],
  ["guest", []],
  ["sending", []],
]);
let running = 0;

/** The first of the next queue in which somebody waits; that queue then comes last. */
function takeNext(): (() => void) | undefined {
  for (const [name, waiting] of queues) {
    const next = waiting.shift();
    if (!next) continue;
    queues.delete(name);
    queues.set(name, waiting);
    return next;
  }
  return undefined;
}

/**
 * Runs `work` when fewer than two others run: each takes 64 MiB and a core. Queues take turns. Throws `vault.busy` when
 * too many wait in this one.
 */
async function inTurn<T>(queue: PasswordQueue, work: () => Promise<T>): Promise<T> {
  const waiting = queues.get(queue)!;
  if (running < atOnce) running++;
  else {
    if (waiting.length >= longestQueue) throw new Refusal("unavailable", "vault.busy");
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  try {
    return await work();
  } finally {
    const next = takeNext();
    if (next) next();
    else running--;
  }
}

async function stretch(
  queue: PasswordQueue,
  password: string,
  salt: Bytes,
  pepper: Bytes,
  parameters: PasswordParameters,
): Promise<Bytes> {
  if (salt.byteLength < 16 || pepper.byteLength < 32)
    throw new TypeError("salt from 16 bytes, pepper from 32 bytes on");
  const stretched = await inTurn(queue, () =>
    hashRaw(utf8(password), {
      algorithm: 2,
      version: 1,
      memoryCost: parameters.memoryKib,
      timeCost: parameters.passes,
      parallelism: parameters.lanes,
      outputLen: 32,
      salt,
    }),
  );
  return hmac(pepper, stretched);
}

/**
 * Verifier (to compare) and key (to open with), 32 bytes each, of a member's password in Unicode form NFKC:
 * Argon2id, then HMAC under the pepper, then HKDF. At most two at once; throws `vault.busy` when hundreds wait.
 */
export async function unlockPassword(
  password: string,
  salt: Bytes,
  pepper: Bytes,
  parameters: PasswordParameters = defaultPasswordParameters,
): Promise<{ verifier: Bytes; key: Bytes }> {
  const secret = await stretch("log-in", password.normalize("NFKC"), salt, pepper, parameters);
  return { verifier: deriveKey(secret, "zegel/v1/password-verifier"), key: deriveKey(secret, "zegel/v1/password-key") };
}

/**
 * An agreed password as people pass it on by telephone: NFKC, lower case, without white space, dashes and invisible
 * characters, curly quotes straight. "Blauwe Tulp-42" and "blauwe tulp 42" are the same.
 */
export function tidyAgreedPassword(password: string): string {
  return password
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\u2018\u2019\u201A\u2032]/gu, "'")
    .replaceAll(/[\u201C\u201D\u201E\u2033]/gu, '"')
    .replaceAll(/[\s\p{Dash_Punctuation}\u200B-\u200D\u2060\uFEFF]/gu, "");
}

/**
 * The X25519 pair that an agreed password stands for; only the public half is stored. The salt is the contact's.
 * Throws `vault.password_empty` when nothing is left after tidying.
 */
export async function agreedPasswordKey(
  password: string,
  salt: Bytes,
  pepper: Bytes,
  parameters: PasswordParameters = defaultPasswordParameters,
  queue: PasswordQueue = "guest",
): Promise<{ x25519Secret: Bytes; x25519Public: Bytes }> {
  const tidy = tidyAgreedPassword(password);
  if (tidy === "") throw new Refusal("invalid", "vault.password_empty");
  const x25519Secret = deriveKey(await stretch(queue, tidy, salt, pepper, parameters), "zegel/v1/agreed-password");
  return { x25519Secret, x25519Public: x25519Public(x25519Secret) };
}

/** A new app password: 28 symbols (140 random bits) in groups of four. */
export const newAppPassword = (): string => grouped(randomSymbols(28));

/** A new personal recovery code: 32 symbols (160 random bits) in groups of four. */
export const newPersonalRecoveryCode = (): string => grouped(randomSymbols(32));

const typed = (secret: Bytes | string): Bytes => (typeof secret === "string" ? utf8(tidySymbols(secret)) : secret);

/** Verifier and key of an app password, which is random and so needs no stretching. Typing differences do not count. */
export const appPasswordKeys = (secret: Bytes | string): { verifier: Bytes; key: Bytes } => ({
  verifier: deriveKey(typed(secret), "zegel/v1/app-password-verifier"),
  key: deriveKey(typed(secret), "zegel/v1/app-password-key"),
});

/** Verifier and key of a personal recovery code. */
export const personalRecoveryKeys = (code: string): { verifier: Bytes; key: Bytes } => ({
  verifier: deriveKey(typed(code), "zegel/v1/personal-recovery-verifier"),
  key: deriveKey(typed(code), "zegel/v1/personal-recovery-key"),
});
