export { backUpBeforeMigration } from "./before-migration.ts";
export { type Checked, checkInstallation } from "./check-installation.ts";
export { exportDatabase, importDatabase } from "./export-database.ts";
export { chooseManifest, type Layout, layoutOf } from "./layout.ts";
export { assertRowsWhole } from "./load-rows.ts";
export { isEmptyDatabase } from "./load-rows.ts";
export type { Manifest } from "./manifest.ts";
export { type MadeBackup, type MakeBackup, makeBackup } from "./make-backup.ts";
export { withClient } from "./open-client.ts";
export {
  assertNoBlobs,
  assertNoRestore,
  assertRoomForRestore,
  assertSecrets,
  endRestore,
  ensureSecrets,
  markRestore,
  unfinishedRestore,
} from "./place-of-restore.ts";
export { eraseErased, loadDatabase, restoreBlobs } from "./restore-backup.ts";
export { verifyBackup } from "./verify-backup.ts";
