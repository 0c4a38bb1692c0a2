import { chmodSync, mkdirSync, readdirSync, realpathSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import { Refusal } from "#/kernel/index.ts";

const ownNames = new Set(["postgres", "postgres.new", "blobs", "backups", "secrets", "run", "zegel.lock"]);

const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.());
  }
};

const foreign = (directory: string): Refusal => {
  const command = `chown -R ${userName()} '${directory.replaceAll("'", String.raw`'\''`)}'`;
  return new Refusal("forbidden", "data.foreign_owner", { directory, command });
};

/**
 * Makes the directory, or checks that it is ours, and closes it to others (0700).
 * Returns its path without links, the form in which PostgreSQL knows it.
 * @throws Refusal `data.foreign_owner` (with the `command` that mends it) or `data.not_ours` for a directory of something else.
 */
export function prepareDataDirectory(path: string): string {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(path);
    if (process.getuid && uid !== process.getuid()) throw foreign(path);
    const names = readdirSync(path);
    if ((mode & 0o777) !== 0o700) {
      if (names.length > 0 && !names.some((name) => ownNames.has(name))) {
        throw new Refusal("conflict", "data.not_ours", { directory: path });
      }
      chmodSync(path, 0o700);
    }
    return realpathSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "EACCES" || code === "EPERM") throw foreign(path);
    if (code === "ENOTDIR" || code === "EEXIST" || code === "EROFS") {
      throw new Refusal("invalid", "config.invalid", {
        variable: "ZEGEL_DATA",
        expects: `the path of a directory that can be written, which ${path} is not`,
      });
    }
    throw error;
  }
}
