import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Resolver } from "node:dns/promises";
import { freePorts } from "./free-port.ts";
import { until } from "./until.ts";

export interface SignedZone {
  readonly name: string;
  /** In the form of zone files; names without a dot at the end are in the zone. */
  readonly records: readonly string[];
  /** Left unsigned: a zone without DNSSEC. */
  readonly isUnsigned?: boolean;
  /** Changed after it was signed, so that its signatures are broken. */
  readonly change?: (signed: string) => string;
}

export interface ValidatingResolver {
  /** `127.0.0.1:port`, as ZEGEL_RESOLVER has it. */
  readonly address: string;
  close(): Promise<void>;
}

function sign(directory: string, { name, records, isUnsigned, change }: SignedZone): string {
  const file = join(directory, `${name}.zone`);
  const head = [`$ORIGIN ${name}.`, "$TTL 60", "@ SOA ns hostmaster 1 3600 600 86400 60", "@ NS ns", "ns A 127.0.0.1"];
  writeFileSync(file, `${[...head, ...records].join("\n")}\n`);
  if (isUnsigned) return file;
  const tool = { cwd: directory, encoding: "utf8" } as const;
  const key = execFileSync("ldns-keygen", ["-a", "ECDSAP256SHA256", "-k", `${name}.`], tool).trim();
  writeFileSync(join(directory, `${name}.anchor`), readFileSync(join(directory, `${key}.key`)));
  execFileSync("ldns-signzone", [file, key], tool);
  const signed = `${file}.signed`;
  if (change) writeFileSync(signed, change(readFileSync(signed, "utf8")));
  return signed;
}

/** A real unbound on loopback, that serves these zones and validates them by keys of their own. */
export async function startValidatingResolver(zones: readonly SignedZone[]): Promise<ValidatingResolver> {
  const directory = mkdtempSync(join(tmpdir(), "zegel-unbound-"));
  const [port] = await freePorts(1);
  const files = zones.map((zone) => ({ zone, file: sign(directory, zone) }));
  const config = [
    "server:",
    `  interface: 127.0.0.1@${port}`,
    '  chroot: ""',
    '  username: ""',
    '  pidfile: ""',
    `  directory: "${directory}"`,
    "  use-syslog: no",
    '  module-config: "validator iterator"',
    ...files
      .filter(({ zone }) => !zone.isUnsigned)
      .map(({ zone }) => `  trust-anchor-file: "${join(directory, `${zone.name}.anchor`)}"`),
    "remote-control:",
    "  control-enable: no",
    ...files.flatMap(({ zone, file }) => [
      "auth-zone:",
      `  name: "${zone.name}"`,
      "  for-downstream: no",
      "  for-upstream: yes",
      `  zonefile: "${file}"`,
    ]),
  ];
  const file = join(directory, "unbound.conf");
  writeFileSync(file, `${config.join("\n")}\n`);
  const unbound = spawn("/usr/sbin/unbound", ["-d", "-c", file], { stdio: "ignore" });
  const gone = new Promise<void>((resolve) => unbound.once("exit", () => resolve()));
  const address = `127.0.0.1:${port}`;
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([address]);
  await until("the resolver answers", () =>
    resolver.resolve4(`ns.${zones[0]!.name}`).then(
      () => true,
      () => undefined,
    ),
  );
  return {
    address,
    close: async () => {
      unbound.kill();
      await gone;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
