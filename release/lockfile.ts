import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

export interface Installed {
  readonly name: string;
  readonly version: string;
  /** SHA-512 of the package as it comes, in hex digits. */
  readonly sha512: string;
}

/** What the lockfile installs where Zegel runs, on any platform: all but what only builds and tests. */
export function installedToRun(): Installed[] {
  const text = readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8");
  const { packages } = JSON.parse(text) as { packages: Record<string, Locked> };
  return Object.entries(packages)
    .filter(([path, { dev, link }]) => path !== "" && !dev && !link)
    .map(([path, { version, integrity = "" }]) => ({
      name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
      version,
      sha512: Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex"),
    }));
}
