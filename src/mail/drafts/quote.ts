import type { DraftQuote, Language } from "#/contract/index.ts";
import { safeHtml, textToHtml } from "#/intake/index.ts";
import { Refusal } from "#/kernel/index.ts";
import { say } from "#/words/index.ts";
import type { MessageBody, Person } from "../content.ts";

const named = ({ email, name }: Person): string => (name === undefined ? email : `${name} <${email}>`);

const shortly = ({ email, name }: Person): string => (name ?? email).slice(0, 300);

/** Lines that stay lines also where styles are left out. */
function paragraph(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return `<p>${escaped.replaceAll("\n", "<br />")}</p>`;
}

/** Above this only the words go along: what is written has to fit beside it. */
const longestHtml = 2_000_000;

/** Of the author's own: safe, and with its pictures still named by `cid:`. */
function htmlOf({ html, text }: MessageBody): string {
  const safe = html === "" ? "" : safeHtml(html).html;
  return safe === "" || safe.length > longestHtml ? textToHtml(text) : safe;
}

/** What goes below an answer: who said when, and what. */
export function quoteReply(body: MessageBody, sentAt: Date, language: Language): DraftQuote {
  const intro = (author: string): string => say(language, "draft.quote_intro", { at: sentAt.toISOString(), author });
  const whole = intro(named(body.from));
  const lines = body.text.trimEnd().split("\n");
  const text = lines.map((line) => (line.startsWith(">") ? `>${line}` : `> ${line}`)).join("\n");
  return {
    intro: intro(shortly(body.from)),
    text: `${whole}\n${text}\n`,
    html: `${paragraph(whole)}<blockquote>${htmlOf(body)}</blockquote>`,
  };
}

/** What goes below a note to whom a message is forwarded: its head, and all of it. */
export function quoteForward(body: MessageBody, sentAt: Date, language: Language): DraftQuote {
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
    intro: say(language, "draft.forwarded_of", { author: shortly(body.from) }),
    text: `${head}\n\n${body.text.trimEnd()}\n`,
    html: `${paragraph(head)}<div>${htmlOf(body)}</div>`,
  };
}

/** As much as a message may say; longer HTML would be cut. */
const longestMessage = 4_000_000;

/** The text of a message, and below it what it answers or forwards. @throws Refusal `mail.quote_too_long`. */
export function withQuote(
  written: { readonly text: string; readonly html: string },
  quote: DraftQuote | undefined,
): { readonly text: string; readonly html: string } {
  if (!quote) return written;
  const own = written.html === "" ? textToHtml(written.text) : written.html;
  const html = `${own}${quote.html}`;
  if (html.length > longestMessage) throw new Refusal("too-large", "mail.quote_too_long");
  return { text: `${written.text.trimEnd()}\n\n${quote.text}`.trimStart(), html };
}
