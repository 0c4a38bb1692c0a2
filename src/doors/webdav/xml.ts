import { SaxesParser } from "saxes";
import { Refusal } from "#/kernel/index.ts";

/** An element of a request's body. */
export interface XmlElement {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: readonly { readonly namespace: string; readonly name: string; readonly value: string }[];
  readonly children: readonly (XmlElement | string)[];
}

export const xmlLimits = { bytes: 64 * 1024, depth: 32, elements: 2000 } as const;

export const malformed = (): Refusal => new Refusal("invalid", "http.malformed");

interface Growing extends XmlElement {
  readonly children: (XmlElement | string)[];
}

/**
 * The root of an XML document. No document type, so no entity but XML's own; bounded depth and count.
 * @throws Refusal `http.malformed`
 */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const open: Growing[] = [];
  let root: Growing | undefined;
  let elements = 0;
  parser.on("error", () => {
    throw malformed();
  });
  parser.on("doctype", () => {
    throw malformed();
  });
  parser.on("opentag", (tag) => {
    elements += 1;
    if (elements > xmlLimits.elements || open.length >= xmlLimits.depth) throw malformed();
    const attributes = Object.values(tag.attributes).flatMap(({ uri, local, value, prefix }) =>
      prefix === "xmlns" || local === "xmlns" ? [] : [{ namespace: uri, name: local, value }],
    );
    const element: Growing = { namespace: tag.uri, name: tag.local, attributes, children: [] };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on("closetag", () => void open.pop());
  const addText = (content: string): void => void open.at(-1)?.children.push(content);
  parser.on("text", addText);
  parser.on("cdata", addText);
  try {
    parser.write(text).close();
  } catch {
    throw malformed();
  }
  if (!root) throw malformed();
  return root;
}

export const davNamespace = "DAV:";

export const isDav = (element: XmlElement | string, name: string): element is XmlElement =>
  typeof element !== "string" && element.namespace === davNamespace && element.name === name;

export const elementsOf = (element: XmlElement): XmlElement[] =>
  element.children.filter((child): child is XmlElement => typeof child !== "string");

export const childOf = (element: XmlElement, name: string): XmlElement | undefined =>
  elementsOf(element).find((child) => isDav(child, name));

export const textOf = (element: XmlElement): string =>
  element.children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");

const special: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

// XML 1.0 has no way to write most control characters.
// oxlint-disable-next-line no-control-regex
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

export const escapeXml = (text: string): string =>
  text.replaceAll(unwritable, "").replaceAll(/[&<>"]/g, (sign) => special[sign]!);

/** An element of another namespace, so that it means the same wherever it is put. */
export function writeElement({ namespace, name, attributes, children }: XmlElement): string {
  const prefixed = attributes.map(({ namespace: uri, name: local, value }, index) =>
    uri === ""
      ? ` ${local}="${escapeXml(value)}"`
      : uri === "http://www.w3.org/XML/1998/namespace"
        ? ` xml:${local}="${escapeXml(value)}"`
        : ` xmlns:a${index}="${escapeXml(uri)}" a${index}:${local}="${escapeXml(value)}"`,
  );
  return `<${name} xmlns="${escapeXml(namespace)}"${prefixed.join("")}>${writeContent(children)}</${name}>`;
}

export const writeContent = (children: readonly (XmlElement | string)[]): string =>
  children.map((child) => (typeof child === "string" ? escapeXml(child) : writeElement(child))).join("");

export const xmlHead = '<?xml version="1.0" encoding="utf-8"?>\n';
export const xmlType = "application/xml; charset=utf-8";
