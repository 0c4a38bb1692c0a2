export { type ExportedSealed, exportSealed } from "./export-sealed.ts";
export { inOrganisationOfKit, openWithKit, type RecoveryApp } from "./open-with-kit.ts";
export { kitAsIdentity, type Recovered, recoverAll } from "./recover-all.ts";
