import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { isRefusal } from "#/kernel/index.ts";
import { databaseName, ownerRole } from "./cluster.ts";
import { type DataLock, lockDataDirectory } from "./data-lock.ts";
import { readPassword } from "./password.ts";
import { findPostmaster } from "./postmaster-file.ts";
import { clusterIn, type EmbeddedConnection, type EmbeddedPostgresOptions, startEmbeddedPostgres } from "./start.ts";

export interface EmbeddedPostgresInUse {
  readonly connection: EmbeddedConnection;
  /** True when a server (or another command) has it running; nothing of it is ours to stop. */
  readonly isShared: boolean;
  /** Gives it back: what was started here ends when the last one that uses it has left. */
  release(): Promise<void>;
}

const pollMs = 50;
const patienceMs = 30_000;

/** Looks whether the database is running, and is not about to end. */
function attach(dataDirectory: string, secretsDirectory: string): EmbeddedConnection | undefined {
  const cluster = clusterIn(dataDirectory);
  if (!existsSync(cluster)) return undefined;
  const running = findPostmaster(cluster);
  if (!running?.isReady) return undefined;
  return {
    host: running.socketDirectory,
    user: ownerRole,
    password: readPassword(secretsDirectory),
    database: databaseName,
  };
}

function lock(dataDirectory: string): DataLock | unknown {
  try {
    return lockDataDirectory(dataDirectory);
  } catch (error) {
    return error;
  }
}

const isLock = (value: unknown): value is DataLock => typeof value === "object" && value !== null && "release" in value;

/**
 * The embedded database for a command: the running one over its socket, or started for as long as it is needed.
 * @throws Refusal as `startEmbeddedPostgres` and `lockDataDirectory`.
 */
export async function useEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgresInUse> {
  const { dataDirectory, secretsDirectory } = options;
  const startedAt = Date.now();
  for (;;) {
    const held = lock(dataDirectory);
    if (isLock(held)) {
      try {
        const started = await startEmbeddedPostgres(options);
        const release = async (): Promise<void> => {
          await started.stop("when-idle");
          held.release();
        };
        return { connection: started.connection, isShared: false, release };
      } catch (error) {
        held.release();
        throw error;
      }
    }
    const connection = attach(dataDirectory, secretsDirectory);
    if (connection) return { connection, isShared: true, release: () => Promise.resolve() };
    // Somebody is just starting it, or has just ended.
    if (!isRefusal(held) || Date.now() - startedAt > patienceMs) throw held;
    await pause(pollMs);
  }
}
