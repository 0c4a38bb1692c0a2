import { Refusal } from "#/kernel/index.ts";
import type { Secrets } from "./open-secrets.ts";

/**
 * Stops the start with `secrets.mismatch` when the database was filled under another secrets directory. A database that
 * has seen none yet takes this one's fingerprint.
 */
export async function checkSecretsBelong(
  database: { belongsToSecrets(fingerprint: string): Promise<boolean> },
  secrets: Pick<Secrets, "fingerprint">,
): Promise<void> {
  if (!(await database.belongsToSecrets(secrets.fingerprint))) throw new Refusal("unavailable", "secrets.mismatch");
}
