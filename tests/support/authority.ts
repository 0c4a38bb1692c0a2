import { execFileSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Certified {
  readonly key: string;
  /** The chain, leaf first, with its authority. */
  readonly cert: string;
  /** TLSA data: `3 1 1` of the leaf, `2 0 1` and `2 1 1` of the authority. */
  readonly tlsa: { readonly leaf: string; readonly authority: string; readonly authorityKey: string };
}

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
const keyOf = (pem: string): Buffer => new X509Certificate(pem).publicKey.export({ type: "spki", format: "der" });

/** An authority of the tests' own, made by openssl. */
export function makeAuthority() {
  const directory = mkdtempSync(join(tmpdir(), "zegel-authority-"));
  const run = (...args: string[]): void =>
    void execFileSync("openssl", args, { cwd: directory, stdio: ["ignore", "ignore", "ignore"] });
  const read = (name: string): string => readFileSync(join(directory, name), "utf8");
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  run("req", "-x509", ...newKey, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test authority", "-days", "30");
  const pem = read("ca.pem");
  let made = 0;
  return {
    pem,
    certify(names: readonly string[], days = 30): Certified {
      made += 1;
      const leaf = `leaf${made}`;
      run("req", "-new", ...newKey, "-keyout", `${leaf}.key`, "-out", `${leaf}.csr`, "-subj", `/CN=${leaf}`);
      writeFileSync(join(directory, "san"), `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}\n`);
      const by = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "san"];
      run("x509", "-req", "-in", `${leaf}.csr`, ...by, "-days", String(days), "-out", `${leaf}.pem`);
      return {
        key: read(`${leaf}.key`),
        cert: `${read(`${leaf}.pem`)}${pem}`,
        tlsa: {
          leaf: sha256(keyOf(read(`${leaf}.pem`))),
          authority: sha256(new X509Certificate(pem).raw),
          authorityKey: sha256(keyOf(pem)),
        },
      };
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
