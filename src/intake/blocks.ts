import { htmlToText, textToHtml } from "./html-text.ts";

/** A piece of the message as it is shown: plain text, HTML, or both as alternatives of each other. */
export interface Block {
  readonly text?: string;
  readonly html?: string;
}

const textOf = (blocks: readonly Block[]): string =>
  blocks.map((block) => block.text ?? htmlToText(block.html ?? "")).join("\n\n");
const htmlOf = (blocks: readonly Block[]): string =>
  blocks.map((block) => block.html ?? textToHtml(block.text ?? "")).join("\n");

/** Of `multipart/alternative`: the first plain text and the last HTML (RFC 2046, section 5.1.4: last is best). */
export function pickAlternative(children: readonly (readonly Block[])[]): Block[] {
  const plain = children.find((blocks) => blocks.length > 0 && blocks.every((block) => block.html === undefined));
  const rich = children.findLast((blocks) => blocks.some((block) => block.html !== undefined));
  if (rich === undefined) return plain === undefined ? [] : [...plain];
  return [{ text: textOf(plain ?? rich), html: htmlOf(rich) }];
}

export function joinBlocks(blocks: readonly Block[]): { text: string; html: string } {
  const hasHtml = blocks.some((block) => block.html !== undefined);
  return { text: textOf(blocks), html: hasHtml ? htmlOf(blocks) : "" };
}
