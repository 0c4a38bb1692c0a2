import { applyStyles, carryStyles, escapeHtml, letterSheet } from "./letter.ts";
import printStyles from "./print.css?url";

export interface PrintedLetter {
  readonly html: string;
  /** Names of rows ("From", "To", "Sent") and what stands in them. */
  readonly facts: readonly (readonly [string, string])[];
  readonly attachmentsTitle: string;
  readonly attachments: readonly string[];
}

const policy = "default-src 'none'; img-src data:; style-src 'self'";
/** Nothing in a letter can act here either; `allow-modals` is what printing needs. */
const printSandbox = "allow-same-origin allow-modals";

const letterHtml = ({ html, facts, attachmentsTitle, attachments }: PrintedLetter): string =>
  `<article><dl>${facts.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join("")}</dl>` +
  `<div class="said">${carryStyles(html)}</div>` +
  (attachments.length === 0
    ? ""
    : `<h2>${escapeHtml(attachmentsTitle)}</h2><ul>${attachments.map((each) => `<li>${escapeHtml(each)}</li>`).join("")}</ul>`) +
  "</article>";

/** Letters on paper: people, dates, text and names of attachments, in a frame of their own that is gone afterwards. */
export function printLetters(page: {
  readonly language: string;
  readonly title: string;
  readonly foot: string;
  readonly letters: readonly PrintedLetter[];
}): void {
  document.querySelector("iframe.print-frame")?.remove();
  const frame = document.createElement("iframe");
  frame.className = "print-frame";
  frame.setAttribute("sandbox", printSandbox);
  frame.setAttribute("aria-hidden", "true");
  frame.tabIndex = -1;
  frame.srcdoc =
    `<!doctype html><html lang="${escapeHtml(page.language)}" class="white-paper"><head><meta charset="utf-8">` +
    `<meta http-equiv="Content-Security-Policy" content="${policy}"><title>${escapeHtml(page.title)}</title>` +
    `<link rel="stylesheet" href="${letterSheet}"><link rel="stylesheet" href="${printStyles}"></head>` +
    `<body><h1>${escapeHtml(page.title)}</h1>${page.letters.map(letterHtml).join("")}` +
    `<footer>${escapeHtml(page.foot)}</footer></body></html>`;
  frame.addEventListener("load", () => {
    const printed = frame.contentWindow;
    if (!printed) return;
    applyStyles(printed.document);
    printed.addEventListener("afterprint", () => frame.remove());
    printed.focus();
    printed.print();
  });
  document.body.append(frame);
}
