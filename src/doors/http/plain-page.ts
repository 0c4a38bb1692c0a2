import { createHash } from "node:crypto";
import type { FastifyReply } from "fastify";
import type { Language } from "#/contract/index.ts";
import { pagePolicy } from "./security-headers.ts";

const signs: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => signs[sign]!);

/** Styles of the few pages that the server writes itself; a file, since pages carry no inline styles. */
export const plainStyles = `:root { color-scheme: light dark; }
body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #1d2326; background: #fbfaf8; }
h1 { font-size: 1.5rem; color: #1f5a66; }
a { color: #1f5a66; overflow-wrap: anywhere; }
article { margin: 1.5rem 0; padding: 1rem; border: 1px solid #d9d5ce; border-radius: 8px; background: #fff; }
h2 { margin: 0 0 0.5rem; font-size: 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: 0; }
dt { color: #5d6468; }
dd { margin: 0; overflow-wrap: anywhere; }
pre { margin: 1rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
pre code { display: block; padding: 0.75rem; white-space: pre-wrap; }
code { padding: 0.1em 0.3em; border-radius: 4px; background: #eeebe6; font-size: 0.9em; overflow-wrap: anywhere; }
main > h2 { margin-top: 2rem; font-size: 1.2rem; }
table { display: block; overflow-x: auto; border-collapse: collapse; }
th, td { padding: 0.4rem 0.75rem 0.4rem 0; border-bottom: 1px solid #d9d5ce; text-align: left; vertical-align: top; }
img { max-width: 100%; height: auto; border: 1px solid #d9d5ce; border-radius: 8px; }
mark { color: inherit; background: #f6e3a8; }
.soft { color: #5d6468; }
.help-search { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; margin: 1rem 0 2rem; }
.help-search label { flex-basis: 100%; }
.help-search input { flex: 1 1 12rem; min-height: 44px; padding: 0 0.75rem; border: 1px solid #8a9094; border-radius: 8px; color: inherit; background: transparent; font: inherit; }
.help-search button { min-height: 44px; padding: 0 1rem; border: 0; border-radius: 8px; color: #fff; background: #1f5a66; font: inherit; font-weight: 600; }
@media print {
  body { margin: 0; color: #000; background: #fff; }
  .not-printed, .help-search { display: none; }
}
@media (prefers-color-scheme: dark) {
  body { color: #e6e3de; background: #16191a; }
  h1, a { color: #7fc4cf; }
  article { border-color: #3a4043; background: #1e2224; }
  dt, .soft { color: #a3aaad; }
  code { background: #2a2f31; }
  th, td, img { border-color: #3a4043; }
  mark { background: #5c4a14; }
}
`;
export const plainStylesPath = `/plain-${createHash("sha256").update(plainStyles).digest("hex").slice(0, 12)}.css`;

/** A page written by the server. `body` is HTML in which everything from outside was escaped. */
export function sendPlainPage(
  reply: FastifyReply,
  page: {
    readonly status: number;
    readonly language: Language;
    readonly title: string;
    readonly body: string;
    /** In place of the policy of every page. */
    readonly policy?: string;
  },
): FastifyReply {
  const title = escapeHtml(page.title);
  return reply
    .code(page.status)
    .header("content-type", "text/html; charset=utf-8")
    .header("cache-control", "no-store")
    .header("content-security-policy", page.policy ?? pagePolicy).send(`<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${plainStylesPath}">
</head>
<body>
<main>
<h1>${title}</h1>
${page.body}
</main>
</body>
</html>
`);
}
