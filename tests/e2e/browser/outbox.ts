import { until } from "../../support/until.ts";

export interface OutboxEntry {
  readonly to: string;
  readonly text: string;
}

const unescape = (html: string): string =>
  html
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

/** What stands on `/outbox`, as somebody who looks at it sees it. */
export async function readOutbox(url: string): Promise<OutboxEntry[]> {
  const html = await (await fetch(`${url}/outbox`, { headers: { "accept-language": "nl" } })).text();
  return html
    .split("<article>")
    .slice(1)
    .map((article) => ({
      to: [...article.matchAll(/<dd>([^]*?)<\/dd>/g)].map(([, value]) => unescape(value!)).join("\n"),
      text: unescape(/<pre>([^]*?)<\/pre>/.exec(article)?.[1] ?? ""),
    }));
}

const link = /https?:\/\/\S+\/m\/[0-9a-f-]{36}#[\w-]+/;
const smsCode = /\b\d{6}\b/;

/** The link in the newest notification to somebody, as soon as one has left that is none of `after`. */
export const linkFor = (url: string, recipient: string, after: readonly string[] = []): Promise<string> =>
  until(`a notification to ${recipient}`, async () => {
    const entries = await readOutbox(url);
    const links = entries.filter(({ to }) => to.includes(recipient)).map(({ text }) => link.exec(text)?.[0]);
    return links.find((found) => found !== undefined && !after.includes(found));
  });

/** The codes that were sent to a phone so far. */
export async function codesFor(url: string, phoneEnd: string): Promise<string[]> {
  const entries = await readOutbox(url);
  return entries
    .filter(({ to }) => to.replaceAll(/\D/g, "").endsWith(phoneEnd))
    .flatMap(({ text }) => smsCode.exec(text)?.[0] ?? []);
}

export const codeFor = (url: string, phoneEnd: string, after: readonly string[] = []): Promise<string> =>
  until(`a code to …${phoneEnd}`, async () => (await codesFor(url, phoneEnd)).find((code) => !after.includes(code)));
