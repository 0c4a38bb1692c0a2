const tags = /<[a-z][^<>]*>/giu;
/** What the policy of these pages refuses, with a complaint in the console for each. */
const refusedAttributes = /\s(?:style|on[a-z]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/giu;
const dataImage = /^data:(image\/(?:png|jpeg|gif|webp));base64,([a-z0-9+/=\s]+)$/iu;
const mostImages = 20;

export interface Pasted {
  readonly html: string;
  /** Images that were inside: they go along like files that are dropped into the text. */
  readonly images: readonly File[];
  /** How many pictures lay elsewhere: fetching them would tell their server who writes, and later who reads. */
  readonly elsewhere: number;
}

function fileOf(address: string, name: string): File | undefined {
  const [, type, base64] = dataImage.exec(address) ?? [];
  if (type === undefined || base64 === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(base64.replaceAll(/\s/gu, "")), (each) => each.codePointAt(0)!);
    const ending = type.slice("image/".length);
    return new File([bytes], name.endsWith(`.${ending}`) ? name : `${name}.${ending}`, { type });
  } catch {
    return undefined;
  }
}

/** What somebody pastes, with no picture in it but the message's own. */
export function readPasted(html: string): Pasted {
  const bare = html.replaceAll(tags, (tag) => tag.replaceAll(refusedAttributes, ""));
  if (!/<(?:img|picture|source|svg)\b/iu.test(bare)) return { html: bare, images: [], elsewhere: 0 };
  const page = new DOMParser().parseFromString(bare, "text/html");
  const images: File[] = [];
  let elsewhere = 0;
  for (const image of page.querySelectorAll("img")) {
    if (image.dataset["cid"] !== undefined) continue;
    const file = images.length < mostImages ? fileOf(image.getAttribute("src") ?? "", image.alt || "image") : undefined;
    if (file) images.push(file);
    else elsewhere += 1;
    image.remove();
  }
  return { html: page.body.innerHTML, images, elsewhere };
}
