import { createHmac } from "node:crypto";
import { type Bytes, equalBytes, type Id, isId } from "#/kernel/index.ts";
import { deriveKey } from "#/vault/index.ts";

const macBytes = 8;
const pattern = /[0-9a-f]{48}/g;

const macOf = (pepper: Bytes, dispatchId: Id): Buffer =>
  createHmac("sha256", deriveKey(pepper, "zegel/v1/envelope-id")).update(dispatchId).digest().subarray(0, macBytes);

/**
 * The dispatch's id with a mark that only this installation can make: 48 hexadecimal digits, for envelopes and
 * Message-IDs. Whoever was not handed the mail can't name it, so nobody else can report on it.
 */
export const envelopeId = (pepper: Bytes, dispatchId: Id): string =>
  `${dispatchId.replaceAll("-", "")}${macOf(pepper, dispatchId).toString("hex")}`;

/** The dispatch of an envelope id; undefined when this installation did not make it. */
export function dispatchOf(pepper: Bytes, text: string): Id | undefined {
  const [, a, b, c, d, e, mac] =
    /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})([0-9a-f]{16})$/.exec(text.toLowerCase()) ?? [];
  const id = `${a}-${b}-${c}-${d}-${e}`;
  if (mac === undefined || !isId(id)) return undefined;
  return equalBytes(macOf(pepper, id), Buffer.from(mac, "hex")) ? id : undefined;
}

/** All dispatches that a text names, each once. */
export function dispatchesNamedIn(pepper: Bytes, text: string): Id[] {
  const found = [...text.toLowerCase().matchAll(pattern)].map(([id]) => dispatchOf(pepper, id));
  return [...new Set(found.filter((id) => id !== undefined))];
}

/** The envelope sender whose local part says which mail comes back (`bounces+ID@example.nl`). */
export const returnAddress = (bounceAddress: string, id: string): string => bounceAddress.replace("@", `+${id}@`);
