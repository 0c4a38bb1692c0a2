export { type AppRoleOptions, ensureAppRole } from "./app-role.ts";
export { asRole, clientConfig, type Connection, inDatabase, roleOf } from "./connection.ts";
export type { BackupStamp, Installation, JobCount, MailCount } from "./installation.ts";
export { assertMigrationsKnown, migrate, type MigrateOptions } from "./migrate.ts";
export { type Database, type DatabaseOptions, openDatabase, type TransactionOptions } from "./open-database.ts";
export type { Json, Schema } from "./schema.ts";
export type { Transaction } from "./transaction.ts";
