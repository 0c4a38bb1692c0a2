import { createHmac } from "node:crypto";
import type { Bytes, Id } from "#/kernel/index.ts";
import { view } from "#/kernel/index.ts";
import { deriveKey } from "#/vault/index.ts";

const secretBytes = 32;

/**
 * The secret that signs for an endpoint: 32 bytes that follow from the pepper, so that nothing of it stands in the
 * database, and the worker needs no session. Another number gives another secret.
 */
export const signingSecret = (pepper: Bytes, endpointId: Id, number: number): Bytes =>
  deriveKey(pepper, `zegel/v1/webhook/${endpointId}/${number}`, secretBytes);

/** As Standard Webhooks has applications write it down. */
export const secretText = (secret: Bytes): string => `whsec_${view(secret).toString("base64")}`;

/** The headers of a delivery: Standard Webhooks 1.0, `v1` (HMAC-SHA256 over id, seconds and body). */
export function signedHeaders(secret: Bytes, id: Id, at: Date, body: string): Record<string, string> {
  const seconds = Math.floor(at.getTime() / 1000);
  const signature = createHmac("sha256", secret).update(`${id}.${seconds}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": `${seconds}`, "webhook-signature": `v1,${signature}` };
}
