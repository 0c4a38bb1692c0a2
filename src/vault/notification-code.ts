import { type Bytes, type Id, idBytes, utf8 } from "#/kernel/index.ts";
import { domain, hkdf, hmac } from "./derive.ts";
import { grouped, tidySymbols, toSymbols } from "./typed-code.ts";

const codeSymbols = 12;

/**
 * The code that a notification prints, so that its reader can ask the firm's server whether the mail is real: 60 bits that
 * follow from the link's secret, and from which nothing leads back to it. Upper case, three groups of four.
 */
export const notificationCode = (linkSecret: Bytes, linkId: Id): string =>
  grouped(
    toSymbols(hkdf(linkSecret, idBytes(linkId), "zegel/v1/notification-code", 8)).slice(0, codeSymbols),
  ).toUpperCase();

/** What is stored of such a code, from however it was typed (case, spaces, hyphens, o for 0); undefined when it is none. */
export function notificationCodeMac(pepper: Bytes, code: string): Bytes | undefined {
  const symbols = tidySymbols(code);
  if (!/^[0-9a-hjkmnp-tv-z]{12}$/.test(symbols)) return undefined;
  return hmac(pepper, domain("zegel/v1/notification-code"), utf8(symbols));
}
