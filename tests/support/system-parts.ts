import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

interface SystemPart {
  /** Debian's package. */
  readonly package: string;
  readonly isThere: () => boolean;
}

const onPath = (program: string): boolean =>
  (process.env["PATH"] ?? "").split(delimiter).some((directory) => existsSync(join(directory, program)));

const isFolderOf = (directory: string, wanted: RegExp): boolean =>
  existsSync(directory) && readdirSync(directory).some((name) => wanted.test(name));

const hasLanguage = (language: string): boolean =>
  ["4.00", "5"].some((version) => existsSync(`/usr/share/tesseract-ocr/${version}/tessdata/${language}.traineddata`));

/** What the tests need from the system: a browser, real mail programs, and the tools that Zegel promises to agree with. */
const parts: readonly SystemPart[] = [
  { package: "age", isThere: () => onPath("age") && onPath("age-keygen") },
  { package: "caddy", isThere: () => onPath("caddy") },
  { package: "chromium", isThere: () => existsSync(process.env["CHROMIUM_PATH"] ?? "") || onPath("chromium") },
  { package: "curl", isThere: () => onPath("curl") },
  // swaks does TLS with it, and only recommends it.
  { package: "ldnsutils", isThere: () => onPath("ldns-signzone") },
  { package: "libnet-ssleay-perl", isThere: () => spawnSync("perl", ["-MNet::SSLeay", "-e1"]).status === 0 },
  { package: "litmus", isThere: () => onPath("litmus") },
  { package: "neomutt", isThere: () => onPath("neomutt") },
  { package: "nginx-light", isThere: () => onPath("nginx") || existsSync("/usr/sbin/nginx") },
  { package: "openssl", isThere: () => onPath("openssl") },
  { package: "postgresql", isThere: () => isFolderOf("/usr/lib/postgresql", /^(?:1[5-9]|[2-9]\d)$/) },
  { package: "poppler-utils", isThere: () => onPath("pdftoppm") },
  { package: "procps", isThere: () => onPath("ps") },
  { package: "rclone", isThere: () => onPath("rclone") },
  { package: "swaks", isThere: () => onPath("swaks") },
  { package: "tesseract-ocr", isThere: () => onPath("tesseract") },
  { package: "tesseract-ocr-fra", isThere: () => hasLanguage("fra") },
  { package: "tesseract-ocr-nld", isThere: () => hasLanguage("nld") },
  { package: "unbound", isThere: () => existsSync("/usr/sbin/unbound") },
  { package: "util-linux", isThere: () => onPath("setpriv") && onPath("prlimit") },
];

const missing = (): string[] => parts.filter((part) => !part.isThere()).map((part) => part.package);

const commandFor = (packages: readonly string[]): string =>
  `apt-get install --yes --no-install-recommends ${packages.join(" ")}`;

function install(packages: readonly string[]): boolean {
  process.stderr.write(`Installing for the tests: ${packages.join(", ")} …\n`);
  if (packages.includes("postgresql")) {
    // Only its programs are wanted, not a server on the standard port.
    mkdirSync("/etc/postgresql-common", { recursive: true });
    const settings = "/etc/postgresql-common/createcluster.conf";
    if (!existsSync(settings)) writeFileSync(settings, "create_main_cluster = false\n");
  }
  const started = keepServicesStill(packages);
  try {
    return apt(packages);
  } finally {
    started();
  }
}

/** Only the programs of web servers are wanted: while they are installed, nothing is started. */
function keepServicesStill(packages: readonly string[]): () => void {
  const policy = "/usr/sbin/policy-rc.d";
  if (!packages.some((name) => name === "caddy" || name === "nginx-light" || name === "unbound") || existsSync(policy))
    return () => undefined;
  writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  return () => rmSync(policy, { force: true });
}

function apt(packages: readonly string[]): boolean {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const options = { env: environment, stdio: ["ignore", "ignore", "inherit"] as ["ignore", "ignore", "inherit"] };
  const keepOurs = ["-o", "Dpkg::Options::=--force-confold"];
  const args = ["install", "--yes", "--no-install-recommends", ...keepOurs, ...packages];
  if (spawnSync("apt-get", args, options).status === 0) return true;
  spawnSync("apt-get", ["update"], options);
  return spawnSync("apt-get", args, options).status === 0;
}

/**
 * Installs what is missing where we may (root, apt-get). Returns the line with the one command that a person must run,
 * or `undefined` when all is there.
 */
export function ensureSystemParts(): string | undefined {
  const wanted = missing();
  if (wanted.length === 0) return undefined;
  const isRoot = process.getuid?.() === 0;
  if (isRoot && onPath("apt-get") && install(wanted) && missing().length === 0) return undefined;
  const still = missing();
  const names = `The tests need ${still.join(", ")} from the system. Run this and try again:`;
  return `${names} ${isRoot ? "" : "sudo "}${commandFor(still)}`;
}

/** The browser of the tests. */
export function chromiumPath(): string {
  const named = process.env["CHROMIUM_PATH"];
  return named && existsSync(named)
    ? named
    : execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim();
}
