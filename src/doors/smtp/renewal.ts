import { hourMs } from "#/kernel/index.ts";
import type { MailApp } from "#/mail/index.ts";
import { tlsPair, type TlsPair, tlsStamp } from "./certificate.ts";

/** Hands out the configured certificate again when it was renewed on disk. Gives a function that stops watching. */
export function watchCertificate(app: MailApp, use: (pair: TlsPair) => void): () => void {
  let stamp = tlsStamp(app.config);
  const timer = setInterval(() => {
    const current = tlsStamp(app.config);
    if (current === stamp || current === "unreadable") return;
    try {
      use(tlsPair(app.config, app.clock.now()));
      stamp = current;
      app.log.info({}, "the renewed certificate is in use");
    } catch (error) {
      app.log.warn({ reason: (error as Error).message }, "the renewed certificate could not be used");
    }
  }, hourMs).unref();
  return () => clearInterval(timer);
}
