import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { copyLauncher } from "./runner.ts";

/** A package that the registry of the test serves. */
export interface Package {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  readonly tarball: Buffer;
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** Packs a package of a few files; `program` becomes an executable `bin/node`. */
export function pack(directory: string, manifest: Readonly<Record<string, unknown>>, program?: string): Package {
  const name = String(manifest["name"]);
  const place = join(directory, name.replaceAll("/", "-"));
  mkdirSync(join(place, "package/bin"), { recursive: true });
  writeFileSync(join(place, "package/package.json"), JSON.stringify(manifest));
  if (program !== undefined) {
    writeFileSync(join(place, "package/bin/node"), program);
    chmodSync(join(place, "package/bin/node"), 0o755);
  }
  const tarball = execFileSync("tar", ["-czf", "-", "-C", place, "package"]);
  const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
  return { name, version: String(manifest["version"]), integrity, tarball, manifest };
}

export interface Registry {
  readonly url: string;
  /** Tarballs that were asked for, by package. */
  readonly served: string[];
  /** While set, that package's tarball is promised and never comes. */
  stalled: string | undefined;
  close(): Promise<void>;
}

/** As much of an npm registry as `npm ci` speaks to. */
export async function openRegistry(packages: readonly Package[]): Promise<Registry> {
  const served: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    const file = packages.find((each) => path === `/-/${each.name}.tgz`);
    if (file) {
      served.push(file.name);
      if (registry.stalled !== file.name) response.end(file.tarball);
      return;
    }
    const found = packages.find((each) => path === `/${each.name}`);
    if (!found) return void response.writeHead(404).end("{}");
    const dist = { tarball: `${registry.url}-/${found.name}.tgz`, integrity: found.integrity };
    const versions = { [found.version]: { ...found.manifest, dist } };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ name: found.name, "dist-tags": { latest: found.version }, versions }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const registry: Registry = {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}/`,
    served,
    stalled: undefined,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return registry;
}

const main = `process.stdout.write("ready under " + process.version + "\\n");
const timer = setInterval(() => undefined, 1000);
process.on("SIGTERM", () => clearInterval(timer));
`;

/** A checkout with our launcher, packages of which only `plain…` is no optional one, and a program that only says under which Node it runs. */
export function writeProject(directory: string, packages: readonly Package[]): void {
  copyLauncher(directory);
  for (const place of ["src/db/embedded", "src/doors/cli"]) mkdirSync(join(directory, place), { recursive: true });
  writeFileSync(join(directory, "src/main.ts"), main);
  writeFileSync(join(directory, "src/db/embedded/install.ts"), "export {};\n");
  writeFileSync(
    join(directory, "src/doors/cli/main.ts"),
    `process.stdout.write("command under " + process.version + "\\n");\n`,
  );
  const isOptional = ({ name }: Package): boolean => !name.startsWith("plain");
  const optional = packages.filter(isOptional);
  const required = packages.filter((each) => !isOptional(each));
  const manifest = {
    name: "zegel",
    version: "0.1.0",
    type: "module",
    scripts: { start: "exec node bin/launch.cjs start" },
    dependencies: Object.fromEntries(required.map(({ name, version }) => [name, version])),
    optionalDependencies: Object.fromEntries(optional.map(({ name, version }) => [name, version])),
  };
  writeFileSync(join(directory, "package.json"), JSON.stringify(manifest));
  const locked = packages.map((each) => [
    `node_modules/${each.name}`,
    {
      version: each.version,
      integrity: each.integrity,
      ...(isOptional(each) ? { optional: true } : {}),
      ...(each.manifest["engines"] ? { engines: each.manifest["engines"] } : {}),
    },
  ]);
  const lock = { name: "zegel", version: "0.1.0", lockfileVersion: 3, requires: true };
  const { scripts: _scripts, type: _type, ...top } = manifest;
  writeFileSync(
    join(directory, "package-lock.json"),
    JSON.stringify({ ...lock, packages: { "": top, ...Object.fromEntries(locked) } }),
  );
}
