import type { FastifyInstance } from "fastify";
import type { Language } from "#/contract/index.ts";
import { Refusal } from "#/kernel/index.ts";
import { type OutboxEntry, readOutbox } from "#/mail/index.ts";
import { say } from "#/words/index.ts";
import type { HttpApp } from "./app.ts";
import { languageFor } from "./language.ts";
import { isFromLoopback } from "./network.ts";
import { escapeHtml, sendPlainPage } from "./plain-page.ts";

const address = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]]/g;

/** The text with its addresses as links, everything else escaped. */
export function linked(text: string): string {
  let html = "";
  let from = 0;
  for (const match of text.matchAll(address)) {
    const href = escapeHtml(match[0]);
    html += `${escapeHtml(text.slice(from, match.index))}<a href="${href}">${href}</a>`;
    from = match.index + match[0].length;
  }
  return html + escapeHtml(text.slice(from));
}

function fact(language: Language, key: string, value: string): string {
  return value === "" ? "" : `<dt>${escapeHtml(say(language, key))}</dt><dd>${escapeHtml(value)}</dd>`;
}

function article(language: Language, entry: OutboxEntry): string {
  const instant = entry.at.toISOString();
  const facts = [
    fact(language, "outbox.from", entry.from),
    fact(language, "outbox.to", entry.to.join(", ")),
    fact(language, "outbox.subject", entry.subject),
  ];
  return `<article>
<h2>${escapeHtml(say(language, `outbox.${entry.kind}`, { at: instant }))}</h2>
<dl>${facts.join("")}</dl>
<pre>${linked(entry.text)}</pre>
</article>`;
}

/**
 * What would have left the house, while no mail server or SMS gateway is set. It holds links and codes: shown only on a
 * local installation, to this machine.
 */
export function registerOutbox(server: FastifyInstance, app: HttpApp): void {
  const { isLocal, smarthost, sms } = app.config;
  const isOffered = isLocal && (smarthost.kind === "outbox" || sms.kind === "outbox");
  server.get("/outbox", async (request, reply) => {
    if (!isOffered) throw new Refusal("absent", "http.absent");
    if (!isFromLoopback(request)) throw new Refusal("forbidden", "http.loopback_only");
    const language = languageFor(request.headers["accept-language"]);
    const entries = await readOutbox(app);
    const articles = entries.map((entry) => article(language, entry)).join("\n");
    const none = `<p>${escapeHtml(say(language, "outbox.empty"))}</p>`;
    return sendPlainPage(reply, {
      status: 200,
      language,
      title: say(language, "outbox.title"),
      body: `<p>${escapeHtml(say(language, "outbox.why"))}</p>\n${articles || none}`,
    });
  });
}
