import { readFileSync } from "node:fs";
import type { Server } from "node:https";
import { createSecureContext } from "node:tls";
import type { Config } from "#/config.ts";
import type { Log } from "#/kernel/index.ts";

interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

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
      server.setSecureContext({ ...found, minVersion: "TLSv1.2" });
      current = found;
      log.info({}, "the renewed certificate is in use");
    } catch (error) {
      log.warn({ reason: (error as Error).message }, "the certificate on disk can't be used; the earlier one stays");
    }
  };
  const timer = setInterval(look, everyMs).unref();
  server.once("close", () => clearInterval(timer));
}
