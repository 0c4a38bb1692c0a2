import type { Language } from "#/contract/index.ts";
import { safeHtml, textToHtml } from "#/intake/index.ts";
import { say } from "#/words/index.ts";
import type { MessageBody, Person } from "../content.ts";

/** What a reply or a forwarded message begins with: room to write, and below it what was said. */
export interface Quoted {
  readonly text: string;
  readonly html: string;
}

const named = ({ email, name }: Person): string => (name === undefined ? email : `${name} <${email}>`);
const paragraph = (text: string): string => `<p>${textToHtml(text)}</p>`;
/** Of the author's own: safe, and with its pictures still named by `cid:`. */
const htmlOf = ({ html, text }: MessageBody): string => (html === "" ? textToHtml(text) : safeHtml(html).html);

export function quoteReply(body: MessageBody, sentAt: Date, language: Language): Quoted {
  const intro = say(language, "draft.quote_intro", { at: sentAt.toISOString(), author: named(body.from) });
  const lines = body.text.trimEnd().split("\n");
  const text = lines.map((line) => (line.startsWith(">") ? `>${line}` : `> ${line}`)).join("\n");
  return {
    text: `\n\n${intro}\n${text}\n`,
    html: `<p><br /></p>${paragraph(intro)}<blockquote>${htmlOf(body)}</blockquote>`,
  };
}

export function quoteForward(body: MessageBody, sentAt: Date, language: Language): Quoted {
  const saying = (key: string): string => say(language, `draft.${key}`);
  const date = say(language, "draft.moment", { at: sentAt.toISOString() });
  const people = (all: readonly Person[]): string => all.map(named).join(", ");
  const head = [
    `---------- ${saying("forwarded")} ----------`,
    `${saying("from")} ${named(body.from)}`,
    `${saying("date")} ${date}`,
    ...(body.to.length > 0 ? [`${saying("to")} ${people(body.to)}`] : []),
    ...(body.cc.length > 0 ? [`${saying("cc")} ${people(body.cc)}`] : []),
    `${saying("subject")} ${body.subject}`,
  ].join("\n");
  return {
    text: `\n\n${head}\n\n${body.text.trimEnd()}\n`,
    html: `<p><br /></p>${paragraph(head)}<div>${htmlOf(body)}</div>`,
  };
}
