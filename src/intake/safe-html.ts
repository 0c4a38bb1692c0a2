import type { Attributes } from "sanitize-html";
import { sanitizeWithinDepth, textBetweenTags } from "./html-depth.ts";
import { allowedTags, droppedWithContent, safeStyle } from "./html-rules.ts";
import { textToHtml } from "./html-text.ts";
import type { SafeHtml } from "./types.ts";

/** Longer HTML is cut before it is looked at, so that time stays bounded; the original has everything. */
const maximumCharacters = 4_000_000;
const maximumDepth = 120;
const smallImage = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]{1,90000}$/;
const sizeAttribute = /^\d{1,4}%?$/;
const loadingAttributes = ["src", "srcset", "background", "poster", "data", "lowsrc", "dynsrc"];

/**
 * HTML of a stranger, made safe to show: no script, style sheet, form, frame, SVG, or anything that a browser would
 * fetch. Pictures stay only as `cid:` references to attachments of the same mail (see `withInlineImages`) or as small
 * raster images within. Links open elsewhere and tell nobody where they came from. It may be done again to its own result.
 */
export function safeHtml(html: string): SafeHtml {
  let blockedRemote = 0;
  const bounded = html.slice(0, maximumCharacters).replaceAll("\0", "");
  const safe = sanitizeWithinDepth(bounded, {
    allowedTags,
    allowedAttributes: {
      "*": ["style", "align", "valign", "dir", "lang", "title", "bgcolor"],
      a: ["href", "target", "rel", "name"],
      img: ["src", "alt", "width", "height"],
      font: ["color", "face", "size"],
      table: ["border", "cellpadding", "cellspacing", "width", "height"],
      td: ["colspan", "rowspan", "width", "height"],
      th: ["colspan", "rowspan", "width", "height"],
      col: ["span", "width"],
      colgroup: ["span", "width"],
      ol: ["start", "type"],
      ul: ["type"],
      li: ["value", "type"],
      hr: ["width", "size"],
    },
    allowedSchemes: ["http", "https", "mailto", "tel"],
    allowedSchemesByTag: { img: ["cid", "data"] },
    allowedSchemesAppliedToAttributes: ["href", "src"],
    allowProtocolRelative: false,
    parseStyleAttributes: false,
    nonTextTags: droppedWithContent,
    nestingLimit: maximumDepth,
    enforceHtmlBoundary: false,
    onOpenTag: (name: string, attributes: Attributes) => {
      blockedRemote += countRemote(name, attributes);
    },
    transformTags: {
      "*": (tagName: string, attributes: Attributes) => ({ tagName, attribs: safeAttributes(tagName, attributes) }),
    },
  });
  return { html: safe ?? textToHtml(textBetweenTags(bounded)), blockedRemote };
}

function safeAttributes(tagName: string, given: Attributes): Attributes {
  const attributes = { ...given };
  if (attributes["style"] !== undefined) {
    const { style } = safeStyle(attributes["style"]);
    if (style === "") delete attributes["style"];
    else attributes["style"] = style;
  }
  for (const name of [
    "width",
    "height",
    "border",
    "cellpadding",
    "cellspacing",
    "colspan",
    "rowspan",
    "span",
    "size",
    "start",
    "value",
  ]) {
    if (attributes[name] !== undefined && !sizeAttribute.test(attributes[name])) delete attributes[name];
  }
  for (const name of ["bgcolor", "color"])
    if (attributes[name] !== undefined && !/^#?\w{1,30}$/.test(attributes[name])) delete attributes[name];
  if (tagName === "img") {
    const source = attributes["src"]?.trim() ?? "";
    if (!/^cid:[^\s"'<>]{1,300}$/i.test(source) && !smallImage.test(source)) delete attributes["src"];
  }
  if (tagName === "a") {
    delete attributes["target"];
    delete attributes["rel"];
    if (isLink(attributes["href"])) {
      attributes["target"] = "_blank";
      attributes["rel"] = "noopener noreferrer nofollow";
    } else delete attributes["href"];
  }
  return attributes;
}

/** An absolute address of a kind that people click on; anything relative would point at ourselves. */
const isLink = (target: string | undefined): boolean =>
  target !== undefined && /^\s*(?:https?:\/\/|mailto:|tel:)[^\s]/i.test(target);

function countRemote(name: string, attributes: Attributes): number {
  let count = 0;
  for (const attribute of loadingAttributes) {
    const value = attributes[attribute];
    if (value !== undefined && !/^\s*(?:cid|data|about|javascript):/i.test(value) && value.trim() !== "") count += 1;
  }
  if (attributes["style"] !== undefined && safeStyle(attributes["style"]).loads) count += 1;
  if (name === "link" && /stylesheet|preload|prefetch|icon/i.test(attributes["rel"] ?? "")) count += 1;
  return count;
}

/** Puts pictures of the same mail in place of their `cid:` references; `find` gives an address, or undefined to leave it out. */
export function withInlineImages(safe: string, find: (contentId: string) => string | undefined): string {
  return safe.replaceAll(/ src="cid:([^"]*)"/gi, (_, reference: string) => {
    const plain = reference.replaceAll("&amp;", "&");
    const address = find(plain) ?? find(percentDecoded(plain));
    return address === undefined
      ? ""
      : ` src="${address.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;")}"`;
  });
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
