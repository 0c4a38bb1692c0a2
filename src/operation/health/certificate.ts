import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { connect } from "node:tls";
import type { Config } from "#/config.ts";
import { dayMs } from "#/kernel/index.ts";
import { type Finding, good, unknown } from "./findings.ts";

const answerMs = 3000;
/** Days before the end at which admins hear of it; from the last one on every day. */
const warnDays = [2, 7, 14] as const;

/** What whoever stands in front of us shows to the world. */
function shownAt(url: URL): Promise<Date | undefined> {
  return new Promise((resolve) => {
    const socket = connect({
      host: url.hostname.replaceAll(/^\[|\]$/g, ""),
      port: Number(url.port || 443),
      servername: /[a-z]/i.test(url.hostname) ? url.hostname : "",
      // Only the date is read; an expired certificate is the very thing to tell of.
      rejectUnauthorized: false,
    });
    const end = (found?: Date): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(found);
    };
    const timer = setTimeout(end, answerMs);
    socket.once("error", () => end());
    socket.once("secureConnect", () => {
      const text = socket.getPeerCertificate().valid_to;
      end(text ? new Date(text) : undefined);
    });
  });
}

/** When the certificate ends that the world sees: of the file, or of the proxy at the public address. */
export async function certificateEnd(config: Pick<Config, "tls" | "publicUrl" | "isLocal">): Promise<Date | undefined> {
  if (config.tls) {
    try {
      return new Date(new X509Certificate(await readFile(config.tls.certificateFile)).validTo);
    } catch {
      return undefined;
    }
  }
  return config.isLocal ? undefined : shownAt(new URL(config.publicUrl));
}

/** Pure. */
export function judgeCertificate(end: Date | undefined, isNeeded: boolean, now: Date): Finding {
  if (!isNeeded) return good("certificate", {}, "local");
  if (!end || Number.isNaN(end.getTime())) return unknown("certificate");
  const leftMs = end.getTime() - now.getTime();
  const details = { until: end.toISOString(), days: Math.max(0, Math.floor(leftMs / dayMs)) };
  if (leftMs <= 0) return { subject: "certificate", state: "bad", finding: "expired", details, step: 0 };
  const step = warnDays.findIndex((days) => leftMs <= days * dayMs);
  if (step < 0) return good("certificate", details);
  return { subject: "certificate", state: step < 2 ? "bad" : "attention", finding: "ending", details, step: step + 1 };
}
