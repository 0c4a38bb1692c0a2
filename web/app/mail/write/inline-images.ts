/** One transparent point: stands for an image that only the server has. */
const nothing = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";

/** Without styles of its own, which the policy of these pages refuses; lines of plain text stay lines. */
function unstyled(html: string): string {
  const bare = html.replaceAll(/<[a-z][^<>]*>/giu, (tag) =>
    tag.replaceAll(/\sstyle="([^"]*)"/giu, (_all, style: string) => (/pre-wrap/.test(style) ? " data-lines" : "")),
  );
  if (!bare.includes(" data-lines")) return bare;
  const page = new DOMParser().parseFromString(bare, "text/html");
  for (const plain of page.querySelectorAll("[data-lines]")) {
    plain.removeAttribute("data-lines");
    plain.innerHTML = plain.innerHTML.replaceAll("\n", "<br>");
  }
  return page.body.innerHTML;
}

function rewritten(html: string, change: (image: HTMLImageElement) => void): string {
  if (!html.includes("<img")) return html;
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const image of page.querySelectorAll("img")) change(image);
  return page.body.innerHTML;
}

/** As it is kept and sent: images of the message by `cid:`, and no others. */
export const toStored = (html: string): string =>
  rewritten(html, (image) => {
    const contentId = image.dataset["cid"];
    if (contentId === undefined) return image.remove();
    image.removeAttribute("data-cid");
    image.setAttribute("src", `cid:${contentId}`);
  });

/** As the editor shows it. */
export const fromStored = (html: string, pictureOf: (contentId: string) => string | undefined): string =>
  rewritten(unstyled(html), (image) => {
    const contentId = /^cid:(.+)$/.exec(image.getAttribute("src") ?? "")?.[1];
    if (contentId === undefined) return image.remove();
    image.dataset["cid"] = contentId;
    image.setAttribute("src", pictureOf(contentId) ?? nothing);
  });

/** Text as paragraphs, for what was written without formatting. */
export const paragraphs = (text: string): string =>
  text
    .split(/\n{2,}/)
    .map((part) => {
      const escaped = part.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
      return `<p>${escaped.replaceAll("\n", "<br>")}</p>`;
    })
    .join("");
