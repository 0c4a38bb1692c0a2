export { checkSecretsBelong } from "./belong.ts";
export { dkimKeptMs, type DkimKey, type DkimKeyState } from "./dkim-keys.ts";
export { openSecrets, type Secrets, secretsFingerprint } from "./open-secrets.ts";
export type { QueueKeys } from "./queue-keys.ts";
export type { SessionSecrets } from "./session-secrets.ts";
