import { Refusal } from "#/kernel/index.ts";

/** One code per check, so that a log line or a test says which one failed. */
export type VaultCheck =
  | "header"
  | "context"
  | "signature"
  | "key"
  | "mac"
  | "tree"
  | "chunk"
  | "truncated"
  | "certificate";

/** `vault.context_wrong` and its siblings: the check named failed, nothing behind it was released. */
export const wrong = (check: VaultCheck): Refusal => new Refusal("invalid", `vault.${check}_wrong`);
