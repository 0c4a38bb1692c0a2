import MarkdownIt, { type Token } from "markdown-it";

/** What stands under one heading, as text: for searching. */
export interface GuideSection {
  /** The fragment that leads to it; empty for what stands above the first heading. */
  readonly id: string;
  readonly heading: string;
  readonly text: string;
}

export interface RenderedGuide {
  readonly title: string;
  /** HTML; whatever in the guide looks like HTML is text in it. */
  readonly body: string;
  readonly sections: readonly GuideSection[];
}

/** Where a link or a picture of a guide leads here; undefined where it leads nowhere, and only its text stays. */
export type Lead = (target: string) => string | undefined;

const markdown = new MarkdownIt({ html: false });

const slug = (heading: string): string =>
  heading
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");

const textOf = (token: Token): string =>
  (token.children ?? [])
    .map((child) => (child.type === "text" || child.type === "code_inline" ? child.content : " "))
    .join("");

/** Links lead to where they are here; those that lead nowhere go, with their text left. */
function lead(children: readonly Token[], to: Lead): Token[] {
  let isDropped = false;
  return children.filter((child) => {
    if (child.type === "link_close" && isDropped) return (isDropped = false);
    const name = child.type === "image" ? "src" : "href";
    const target = child.type === "image" || child.type === "link_open" ? child.attrGet(name) : null;
    if (target === null) return true;
    const place = to(target);
    if (place !== undefined) child.attrSet(name, place);
    else if (child.type === "link_open") isDropped = true;
    return place !== undefined;
  });
}

/** A guide of ours as a page. Its first heading is the page's title. */
export function renderGuide(source: string, to: Lead): RenderedGuide {
  const tokens = markdown.parse(source, {});
  const ids = new Set<string>();
  const sections: { id: string; heading: string; text: string }[] = [{ id: "", heading: "", text: "" }];
  for (const [at, token] of tokens.entries()) {
    const inline = tokens[at + 1];
    if (token.type === "heading_open" && inline && token.tag !== "h1") {
      const heading = textOf(inline);
      const wished = slug(heading);
      const id = ids.has(wished) ? `${wished}-${ids.size}` : wished;
      ids.add(id);
      token.attrSet("id", id);
      sections.push({ id, heading, text: "" });
    } else if (token.type === "inline" && tokens[at - 1]?.type !== "heading_open") {
      sections.at(-1)!.text += `${textOf(token)} `;
    } else if (token.type === "fence") sections.at(-1)!.text += `${token.content} `;
    if (token.children) token.children = lead(token.children, to);
  }
  const [open, inline] = tokens;
  const isTitled = open?.type === "heading_open" && open.tag === "h1" && inline !== undefined;
  const title = isTitled ? textOf(inline) : "";
  sections[0]!.heading = title;
  return { title, body: markdown.renderer.render(tokens.slice(isTitled ? 3 : 0), markdown.options, {}), sections };
}
