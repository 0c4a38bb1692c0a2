import letterStyles from "./letter.css?url";

/** The style sheet of letters. */
export const letterSheet = letterStyles;

export interface LetterContent {
  readonly html: string;
  readonly text: string;
  readonly language: string;
  /** A further style sheet of ours, for the fonts of the page around. */
  readonly fonts?: string;
  /** Where the letter ends with what it answers, that is folded behind these words. */
  readonly earlier?: string;
}

/** No `allow-scripts` and no `allow-forms`: nothing in a letter can act. Links open beside the page, without an opener. */
export const letterSandbox = "allow-same-origin allow-popups allow-popups-to-escape-sandbox";

const letterPolicy = "default-src 'none'; img-src data:; style-src 'self'; font-src 'self'";
const tags = /<[a-z][^>]*>/gi;
const ownColours = /\b(?:background|bgcolor|color)\b/i;
const safeProtocols = new Set(["http:", "https:", "mailto:", "tel:"]);

export const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Style attributes would be refused by the page's policy; `settleLetter` sets them through the object model. */
export const carryStyles = (html: string): string =>
  html.replaceAll(tags, (tag) => tag.replaceAll(/\sstyle\s*=/gi, " data-style="));

/** The document for a letter's frame. A letter with colours of its own keeps white paper in the dark. */
function letterDocument(letter: LetterContent): string {
  const plain = letter.html.trim() === "";
  const whitePaper = !plain && ownColours.test(letter.html);
  const body = plain ? `<div class="plain">${escapeHtml(letter.text)}</div>` : carryStyles(letter.html);
  return `<!doctype html><html lang="${escapeHtml(letter.language)}"${whitePaper ? ' class="white-paper"' : ""}><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${letterPolicy}"><meta name="referrer" content="no-referrer"><base target="_blank"><link rel="stylesheet" href="${letterStyles}">${letter.fonts === undefined ? "" : `<link rel="stylesheet" href="${letter.fonts}">`}</head><body>${body}</body></html>`;
}

/** Sets what `carryStyles` carried over. */
export function applyStyles(content: Document): void {
  for (const element of content.querySelectorAll<HTMLElement>("[data-style]"))
    element.style.cssText = element.dataset["style"] ?? "";
}

function settleLinks(content: Document): void {
  for (const link of content.querySelectorAll<HTMLAnchorElement>("a[href], area[href]")) {
    if (!safeProtocols.has(link.protocol)) link.removeAttribute("href");
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
}

/** What is answered stands in the conversation already: it is folded, with the line that says whose words they are. */
function foldQuote(content: Document, word: string): void {
  const quote = content.body.lastElementChild;
  const intro = quote?.previousElementSibling;
  if (quote?.tagName !== "BLOCKQUOTE" || !intro?.textContent.trim().endsWith(":")) return;
  const fold = content.createElement("details");
  const summary = content.createElement("summary");
  summary.textContent = word;
  intro.before(fold);
  fold.append(summary, intro, quote);
}

/** Shows a letter in its frame. Returns how to stop following its height. */
export function showLetter(frame: HTMLIFrameElement, letter: LetterContent): () => void {
  let stop = (): void => {};
  const settle = (): void => {
    stop();
    if (letter.earlier !== undefined && frame.contentDocument?.body) foldQuote(frame.contentDocument, letter.earlier);
    stop = settleLetter(frame);
  };
  frame.addEventListener("load", settle);
  frame.srcdoc = letterDocument(letter);
  return () => {
    frame.removeEventListener("load", settle);
    stop();
  };
}

/** After the frame has loaded: styles, links, and a height that follows the content. Returns how to stop following. */
function settleLetter(frame: HTMLIFrameElement): () => void {
  const content = frame.contentDocument;
  if (!content?.body) return () => {};
  applyStyles(content);
  settleLinks(content);
  let widthPx = 0;
  let growths = 0;
  const follow = (): void => {
    const heightPx = Math.ceil(content.documentElement.getBoundingClientRect().height);
    if (frame.clientWidth !== widthPx) growths = 0;
    widthPx = frame.clientWidth;
    // Content that is as high as its window would grow for ever.
    if (growths++ > 30 || Math.abs(frame.clientHeight - heightPx) < 2) return;
    frame.style.height = `${Math.min(heightPx, 60_000)}px`;
  };
  const observer = new ResizeObserver(follow);
  observer.observe(content.documentElement);
  observer.observe(content.body);
  follow();
  return () => observer.disconnect();
}
