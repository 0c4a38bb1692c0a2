import { readFileSync } from "node:fs";
import type { Server } from "node:https";
import { createSecureContext } from "node:tls";
import type { Config } from "#/config.ts";
import type { Log } from "#/kernel/index.ts";

interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

/** What clients may agree on: keys of each connection's own and authenticated ciphers, nothing else. */
export const tlsRules = {
  minVersion: "TLSv1.2",
  ciphers: [
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_AES_128_GCM_SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-CHACHA20-POLY1305",
    "ECDHE-RSA-CHACHA20-POLY1305",
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
  ].join(":"),
  honorCipherOrder: true,
} as const;

export const readTlsPair = ({ certificateFile, keyFile }: NonNullable<Config["tls"]>): TlsPair => ({
  cert: readFileSync(certificateFile, "utf8"),
  key: readFileSync(keyFile, "utf8"),
});

/**
 * Takes a renewed certificate without a restart: looks whether the files changed, and keeps the old pair as long as the
 * new one does not fit together. Ends when the server closes.
 */
export function followRenewal(server: Server, files: NonNullable<Config["tls"]>, everyMs: number, log: Log): void {
  let current = readTlsPair(files);
  const look = (): void => {
    try {
      const found = readTlsPair(files);
      if (found.cert === current.cert && found.key === current.key) return;
      createSecureContext(found);
      server.setSecureContext({ ...found, ...tlsRules });
      current = found;
      log.info({}, "the renewed certificate is in use");
    } catch (error) {
      log.warn({ reason: (error as Error).message }, "the certificate on disk can't be used; the earlier one stays");
    }
  };
  const timer = setInterval(look, everyMs).unref();
  server.once("close", () => clearInterval(timer));
}
