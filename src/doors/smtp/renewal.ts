import { createSecureContext } from "node:tls";
import type { MailApp } from "#/mail/index.ts";
import { tlsPair, type TlsPair, tlsStamp } from "./certificate.ts";

/**
 * Hands out the configured certificate again when it was renewed on disk; one that does not fit its key is passed over
 * and looked at again. Gives a function that stops watching.
 */
export function watchCertificate(app: MailApp, everyMs: number, use: (pair: TlsPair) => void): () => void {
  let stamp = tlsStamp(app.config);
  const timer = setInterval(() => {
    const current = tlsStamp(app.config);
    if (current === stamp || current === "unreadable") return;
    try {
      const pair = tlsPair(app.config, app.clock.now());
      createSecureContext(pair);
      use(pair);
      stamp = current;
      app.log.info({}, "the renewed certificate is in use");
    } catch (error) {
      app.log.warn({ reason: (error as Error).message }, "the renewed certificate could not be used");
    }
  }, everyMs).unref();
  return () => clearInterval(timer);
}
