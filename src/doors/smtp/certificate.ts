import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "#/config.ts";
import { isUsable, makeSelfSigned } from "./self-signed.ts";
import type { SelfSigned } from "./self-signed.ts";

/** The certificate that mail programs see, PEM. */
export interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

const fileName = "smtp-tls.pem";

const hostName = (config: Config): string => new URL(config.publicUrl).hostname.replaceAll(/^\[|\]$/g, "");

function readPair(path: string): SelfSigned | undefined {
  try {
    const text = readFileSync(path, "utf8");
    const start = text.indexOf("-----BEGIN PRIVATE KEY-----");
    return start < 0 ? undefined : { certificate: text.slice(0, start), key: text.slice(start) };
  } catch {
    return undefined;
  }
}

/** Both in one file that is renamed into place, so that no other process ever sees half of a pair. */
function writePair(directory: string, path: string, { certificate, key }: SelfSigned): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const temporary = join(directory, `.${randomUUID()}`);
  const descriptor = openSync(temporary, "wx", 0o600);
  try {
    writeSync(descriptor, certificate + key);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, path);
}

/** The configured certificate, or the self-signed one of the secrets directory, made when it is missing or does not fit. */
export function tlsPair(config: Config, now: Date): TlsPair {
  if (config.tls !== undefined) {
    return { cert: readFileSync(config.tls.certificateFile, "utf8"), key: readFileSync(config.tls.keyFile, "utf8") };
  }
  const path = join(config.secretsDirectory, fileName);
  const host = hostName(config);
  const names = config.isLocal ? [...new Set([host, "localhost", "127.0.0.1"])] : [host];
  const kept = readPair(path);
  if (kept !== undefined && isUsable(kept, names, now)) return { cert: kept.certificate, key: kept.key };
  const made = makeSelfSigned(names, now);
  writePair(config.secretsDirectory, path, made);
  return { cert: made.certificate, key: made.key };
}

/** Changes when the configured certificate was renewed on disk; constant for the self-signed one. */
export function tlsStamp(config: Config): string {
  if (config.tls === undefined) return "self-signed";
  try {
    return [config.tls.certificateFile, config.tls.keyFile].map((file) => statSync(file).mtimeMs).join("/");
  } catch {
    return "unreadable";
  }
}
