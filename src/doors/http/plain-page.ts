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
@media (prefers-color-scheme: dark) {
  body { color: #e6e3de; background: #16191a; }
  h1, a { color: #7fc4cf; }
  article { border-color: #3a4043; background: #1e2224; }
  dt { color: #a3aaad; }
}
`;
export const plainStylesPath = `/plain-${createHash("sha256").update(plainStyles).digest("hex").slice(0, 12)}.css`;

/** A page written by the server. `body` is HTML in which everything from outside was escaped. */
export function sendPlainPage(
  reply: FastifyReply,
  page: { readonly status: number; readonly language: Language; readonly title: string; readonly body: string },
): FastifyReply {
  const title = escapeHtml(page.title);
  return reply
    .code(page.status)
    .header("content-type", "text/html; charset=utf-8")
    .header("cache-control", "no-store")
    .header("content-security-policy", pagePolicy).send(`<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
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
