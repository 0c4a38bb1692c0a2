import { onLight } from "#/contract/index.ts";

/** A paragraph of a mail that Zegel writes. */
export type LetterPart =
  | { readonly kind: "lead" | "text" | "small"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly label: string; readonly address: string }
  | { readonly kind: "code"; readonly text: string; readonly code: string };

const signs: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => signs[sign]!);

/** Plain text: paragraphs apart, addresses and codes on lines of their own so that nothing breaks them. */
export function letterText(parts: readonly LetterPart[]): string {
  const paragraphs = parts.map((part) => {
    if (part.kind === "link") return `${part.text}\n${part.address}`;
    if (part.kind === "code") return `${part.text}\n${part.code}`;
    return part.text;
  });
  return `${paragraphs.join("\n\n")}\n`;
}

const petrol = "#1F5A66";
const grey = "#5B5750";

function partHtml(part: LetterPart, colour: string): string {
  const text = escaped(part.text);
  switch (part.kind) {
    case "lead":
      return `<p style="margin:0 0 16px;font-size:18px">${text}</p>`;
    case "text":
      return `<p style="margin:0 0 16px">${text}</p>`;
    case "small":
      return `<p style="margin:24px 0 0;font-size:14px;color:${grey}">${text}</p>`;
    case "code":
      return (
        `<p style="margin:0 0 4px">${text}</p>` +
        `<p style="margin:0 0 16px;font-family:monospace;font-size:16px;white-space:pre-wrap;overflow-wrap:anywhere">${escaped(part.code)}</p>`
      );
    case "link":
      return (
        `<p style="margin:0 0 4px">${text}</p>` +
        `<p style="margin:0 0 16px"><a href="${escaped(part.address)}" style="color:${colour};font-weight:bold">` +
        `${escaped(part.label)}</a></p>`
      );
  }
}

/** The same as HTML: one column, no pictures, nothing that is loaded. */
export function letterHtml(
  parts: readonly LetterPart[],
  {
    language,
    title,
    organisation,
    colour: chosen,
  }: {
    readonly language: string;
    readonly title: string;
    readonly organisation: string;
    /** The firm's own; empty: ours. */
    readonly colour: string;
  },
): string {
  const colour = chosen === "" ? petrol : onLight(chosen);
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width"><title>${escaped(title)}</title></head>` +
    `<body style="margin:0;padding:24px;font-family:sans-serif;font-size:16px;line-height:1.5;color:#24211D">` +
    `<div style="max-width:560px"><p style="margin:0 0 24px;font-weight:bold;color:${colour}">${escaped(organisation)}</p>` +
    `${parts.map((part) => partHtml(part, colour)).join("\n")}</div></body></html>\n`
  );
}
