import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Component {
  readonly name: string;
  readonly version: string;
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string; readonly name?: string };
    readonly expression?: string;
  }[];
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

/** SPDX names of licences that ask for nothing of those who use what is linked with it, but to be named. */
export const allowedLicences: ReadonlySet<string> = new Set([
  "MIT",
  "MIT-0",
  "ISC",
  "0BSD",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "Python-2.0",
  "Unlicense",
  "MPL-2.0", // file by file; its files are used as they come
  "OFL-1.1", // fonts
  "(MIT OR CC0-1.0)",
]);

/** Said only in the package's file LICENSE. */
const saidInFile: Readonly<Record<string, string>> = { "png-js": "MIT" };

/** Packages from before `license` was one word say it in a list. */
function saidInPackage(name: string): string | undefined {
  const path = join(import.meta.dirname, "..", "node_modules", name, "package.json");
  const said = JSON.parse(readFileSync(path, "utf8")) as { licenses?: readonly { type?: string }[] };
  return said.licenses?.[0]?.type;
}

/** The SPDX expression of a package's licence; "unknown" where it says none. */
export function licenceOf({ name, licenses }: Component): string {
  const [said] = licenses ?? [];
  return (
    said?.expression ?? said?.license?.id ?? said?.license?.name ?? saidInPackage(name) ?? saidInFile[name] ?? "unknown"
  );
}
