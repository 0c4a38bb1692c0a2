/** Elements whose content goes with them: it is no text for people, or browsers read it by other rules than HTML's. */
export const droppedWithContent = [
  "script",
  "style",
  "textarea",
  "option",
  "select",
  "xmp",
  "noscript",
  "noframes",
  "noembed",
  "title",
  "svg",
  "math",
  "object",
  "embed",
  "applet",
  "template",
  "plaintext",
  "listing",
  "audio",
  "video",
  "frameset",
  "iframe",
];

export const allowedTags = [
  "a",
  "abbr",
  "address",
  "article",
  "aside",
  "b",
  "bdi",
  "big",
  "blockquote",
  "br",
  "caption",
  "center",
  "cite",
  "code",
  "col",
  "colgroup",
  "dd",
  "del",
  "dfn",
  "div",
  "dl",
  "dt",
  "em",
  "figcaption",
  "figure",
  "font",
  "footer",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "header",
  "hr",
  "i",
  "img",
  "ins",
  "kbd",
  "li",
  "main",
  "mark",
  "ol",
  "p",
  "pre",
  "q",
  "s",
  "samp",
  "section",
  "small",
  "span",
  "strike",
  "strong",
  "sub",
  "sup",
  "table",
  "tbody",
  "td",
  "tfoot",
  "th",
  "thead",
  "time",
  "tr",
  "tt",
  "u",
  "ul",
  "var",
  "wbr",
];

const colour = /^(?:[a-z]{3,30}|#[0-9a-f]{3,8}|rgba?\([\d.,%\s/]{1,60}\)|hsla?\([\d.,%\sa-z/]{1,60}\))$/i;
const length = /^-?(?:\d{1,4}(?:\.\d{1,4})?(?:px|pt|em|rem|ex|ch|%|in|cm|mm|pc)?|auto|normal|inherit|none)$/i;
const positive =
  /^(?:\d{1,4}(?:\.\d{1,4})?(?:px|pt|em|rem|ex|ch|%|in|cm|mm|pc)?|auto|normal|inherit|none|thin|medium|thick)$/i;
// Words with white space between them: where one ends is never a matter of trying, so time stays linear.
const lengths = /^(?:(?:\d{1,4}(?:\.\d{1,4})?(?:px|pt|em|rem|ex|%|in|cm|mm|pc)?|auto)(?:\s+(?=\S)|$)){1,4}$/i;
const border =
  /^(?:(?:\d{1,3}(?:\.\d{1,4})?(?:px|pt|em)?|#[0-9a-f]{3,8}|rgba?\([\d.,%\s/]{1,60}\)|[a-z]{3,30})(?:\s+(?=\S)|$)){1,4}$/i;
const word = /^[a-z-]{1,30}$/i;

/**
 * Properties and their values. No value can name a resource, so nothing can be loaded and nothing told to the outside;
 * no position, transparency or large negative margin, so nothing can be laid over the page or hidden in it.
 */
export const allowedStyles: ReadonlyMap<string, RegExp> = new Map([
  ...["color", "background-color", "border-color", "background"].map((name) => [name, colour] as const),
  ...["border-top-color", "border-right-color", "border-bottom-color", "border-left-color"].map(
    (name) => [name, colour] as const,
  ),
  ...["border", "border-top", "border-right", "border-bottom", "border-left"].map((name) => [name, border] as const),
  ...["border-width", "border-radius", "padding", "margin", "border-spacing"].map((name) => [name, lengths] as const),
  ...[
    "padding-top",
    "padding-right",
    "padding-bottom",
    "padding-left",
    "margin-top",
    "margin-right",
    "margin-bottom",
    "margin-left",
  ].map((name) => [name, positive] as const),
  ...["width", "max-width", "min-width", "height", "max-height", "min-height", "font-size", "line-height"].map(
    (name) => [name, positive] as const,
  ),
  ...["text-indent", "letter-spacing", "word-spacing"].map((name) => [name, length] as const),
  ...[
    "border-style",
    "border-collapse",
    "clear",
    "direction",
    "display",
    "float",
    "font-style",
    "font-variant",
    "list-style-type",
    "overflow-wrap",
    "table-layout",
    "text-align",
    "text-decoration",
    "text-transform",
    "vertical-align",
    "white-space",
    "word-break",
    "word-wrap",
  ].map((name) => [name, word] as const),
  ["font-weight", /^(?:[1-9]00|normal|bold|bolder|lighter)$/i],
  ["font-family", /^[\w\s,'"-]{1,200}$/],
]);

/** Declarations of a `style` attribute that are allowed, and whether one wanted something from elsewhere. */
export function safeStyle(style: string): { style: string; loads: boolean } {
  const kept: string[] = [];
  for (const declaration of style.slice(0, 10_000).split(";")) {
    const colon = declaration.indexOf(":");
    if (colon < 0) continue;
    const name = declaration.slice(0, colon).trim().toLowerCase();
    const value = declaration
      .slice(colon + 1)
      .replace(/!\s*important\s*$/i, "")
      .trim();
    if (value.length <= 200 && allowedStyles.get(name)?.test(value) === true)
      kept.push(`${name}:${value.replaceAll('"', "'")}`);
  }
  return { style: kept.join(";"), loads: /url\s*\(|image-set|@import/i.test(style) };
}
