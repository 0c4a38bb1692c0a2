export { prepareDataDirectory } from "./data-directory.ts";
export { type DataLock, lockDataDirectory } from "./data-lock.ts";
export {
  type EmbeddedConnection,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from "./start.ts";
export { type EmbeddedPostgresInUse, useEmbeddedPostgres } from "./use.ts";
