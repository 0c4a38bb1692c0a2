/** Puts lines together again that were folded for transport (RFC 3676): a space at the end goes on in the next line. */
export function unflow(text: string, deleteSpace: boolean): string {
  const lines: string[] = [];
  let paragraph = "";
  let paragraphDepth = -1;
  const flush = (): void => {
    if (paragraphDepth >= 0) lines.push(`${">".repeat(paragraphDepth)}${paragraphDepth > 0 ? " " : ""}${paragraph}`);
    paragraph = "";
    paragraphDepth = -1;
  };
  for (const line of text.split(/\r?\n/)) {
    const depth = /^>*/.exec(line)![0].length;
    const content = line.slice(depth).replace(/^ /, "");
    if (paragraphDepth !== depth) flush();
    paragraphDepth = depth;
    const isFlowed = content.endsWith(" ") && content !== "-- ";
    paragraph += isFlowed && deleteSpace ? content.slice(0, -1) : content;
    if (!isFlowed) flush();
  }
  flush();
  return lines.join("\n");
}
