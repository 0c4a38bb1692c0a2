import type { Config } from "#/config.ts";

/**
 * Content-Security-Policy of every page. The frame that shows a letter is a `srcdoc` document and inherits it: nothing in
 * a letter can run, load or style anything; the page sets the harmless properties of a letter through the CSS object model.
 */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * Of the frame in which a PDF file is shown. It runs without an origin (`sandbox` without `allow-same-origin`), loads our
 * own scripts and nothing else, and may be framed by our pages alone. The page's `frame-src` keeps it from going elsewhere.
 */
export const previewPolicy = [
  "sandbox allow-scripts",
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "worker-src blob:",
  "img-src blob: data:",
  "font-src blob: data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");

/** For answers that are data: if one is ever shown as a page, it can do nothing, not even stay in our origin. */
export const dataPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

const permissions = [
  "accelerometer",
  "browsing-topics",
  "camera",
  "display-capture",
  "geolocation",
  "gyroscope",
  "hid",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "serial",
  "usb",
]
  .map((name) => `${name}=()`)
  .join(", ");

const yearsInSeconds = 2 * 365 * 24 * 3600;

/**
 * Tells browsers to come by TLS only, to names below ours too; where Zegel has the firm's whole domain, the names below it
 * are other people's websites, and are left alone.
 */
function strictTransport(publicUrl: string): string {
  const isOwnName = new URL(publicUrl).hostname.split(".").length > 2;
  return `max-age=${yearsInSeconds}${isOwnName ? "; includeSubDomains" : ""}`;
}

/** Headers of every answer. A page replaces the policy by its own. */
export const securityHeaders = (config: Pick<Config, "publicUrl" | "isLocal">): Readonly<Record<string, string>> => ({
  "content-security-policy": dataPolicy,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": permissions,
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "x-robots-tag": "noindex, nofollow",
  ...(config.publicUrl.startsWith("https:") &&
    !config.isLocal && { "strict-transport-security": strictTransport(config.publicUrl) }),
});
