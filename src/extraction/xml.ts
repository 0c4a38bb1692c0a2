/*
 * XML as office programs write it, in one pass: start, end and text. No document type is read, so no entity but the five of XML
 * and numbers means anything; a file that breaks the rules gives what can be read of it.
 */

export interface XmlHandler {
  /** `name` as written, with its prefix. */
  start?(name: string, attribute: (name: string) => string | undefined, isEmpty: boolean): void;
  end?(name: string): void;
  text?(text: string): void;
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

export function unescapeXml(text: string): string {
  if (!text.includes("&")) return text;
  return text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return named[name as string] ?? (whole as string);
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex as string, 16);
    return point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff) ? String.fromCodePoint(point) : "";
  });
}

const isSpace = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13;

/** Where a tag ends: at the first `>` that is in no quotation marks. */
function endOfTag(xml: string, from: number): number {
  let quote = 0;
  for (let at = from; at < xml.length; at++) {
    const code = xml.charCodeAt(at);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 34 || code === 39) quote = code;
    else if (code === 62) return at;
  }
  return -1;
}

function attributeOf(tag: string, name: string): string | undefined {
  let at = tag.indexOf(`${name}=`);
  while (at > 0 && !isSpace(tag.charCodeAt(at - 1))) at = tag.indexOf(`${name}=`, at + 1);
  if (at <= 0) return undefined;
  const begin = at + name.length + 1;
  const quote = tag[begin];
  if (quote !== '"' && quote !== "'") return undefined;
  const end = tag.indexOf(quote, begin + 1);
  return end < 0 ? undefined : unescapeXml(tag.slice(begin + 1, end));
}

function skipTo(xml: string, mark: string, from: number): number {
  const found = xml.indexOf(mark, from);
  return found < 0 ? xml.length : found + mark.length;
}

/** Time linear in the length of `xml`, whatever is in it. */
export function scanXml(xml: string, handler: XmlHandler): void {
  let at = 0;
  while (at < xml.length) {
    const open = xml.indexOf("<", at);
    if (open < 0 || open > at) {
      const text = xml.slice(at, open < 0 ? xml.length : open);
      handler.text?.(unescapeXml(text));
      if (open < 0) return;
    }
    if (xml.startsWith("<!--", open)) at = skipTo(xml, "-->", open + 4);
    else if (xml.startsWith("<![CDATA[", open)) {
      at = skipTo(xml, "]]>", open + 9);
      handler.text?.(xml.slice(open + 9, at === xml.length ? at : at - 3));
    } else if (xml[open + 1] === "?" || xml[open + 1] === "!") at = skipTo(xml, ">", open + 1);
    else {
      const close = endOfTag(xml, open + 1);
      if (close < 0) return;
      const tag = xml.slice(open + 1, close);
      at = close + 1;
      if (tag.startsWith("/")) handler.end?.(tag.slice(1).trim());
      else {
        const isEmpty = tag.endsWith("/");
        const name = /^[^\s/>]+/.exec(tag)?.[0] ?? "";
        handler.start?.(name, (attribute) => attributeOf(tag, attribute), isEmpty);
        if (isEmpty) handler.end?.(name);
      }
    }
  }
}
