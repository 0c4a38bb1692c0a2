export { type ExportedSealed, exportSealed } from "./export-sealed.ts";
export type { RecoveryApp } from "./open-with-kit.ts";
export { kitAsIdentity, type Recovered, recoverAll } from "./recover-all.ts";
