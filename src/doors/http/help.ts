import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { programDirectory } from "#/config.ts";
import type { HttpApp } from "./app.ts";
import { languageFor } from "./language.ts";
import { escapeHtml, sendPlainPage } from "./plain-page.ts";

/** Where the server's answers to mail programs point to: it opens without logging in. */
export const helpPath = "/help/mail-program";

/** Guides that open in the browser. */
const guides = [
  { path: helpPath, nl: "docs/nl/mailprogramma.md", en: "docs/en/mail-program.md" },
  { path: "/help/audit-log", nl: "docs/nl/auditlog.md", en: "docs/en/audit-log.md" },
] as const;

const inline = (text: string): string =>
  escapeHtml(text)
    .replaceAll(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>")
    .replaceAll(/`([^`]+)`/g, "<code>$1</code>");

const cells = (line: string): string[] =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

function table([head = "", , ...rows]: readonly string[]): string {
  const row = (line: string, tag: "td" | "th"): string =>
    `<tr>${cells(line)
      .map((cell) => `<${tag}>${inline(cell)}</${tag}>`)
      .join("")}</tr>`;
  return `<table>${row(head, "th")}${rows.map((line) => row(line, "td")).join("")}</table>`;
}

function list(lines: readonly string[], tag: "ol" | "ul"): string {
  const items = lines.map((line) => `<li>${inline(line.replace(/^(?:\d+\.|-) /, ""))}</li>`);
  return `<${tag}>${items.join("")}</${tag}>`;
}

/** As much of Markdown as our own guides use: headings, paragraphs, lists of one level, tables, bold, code. */
export function guidePage(markdown: string): { readonly title: string; readonly body: string } {
  const [first = "", ...blocks] = markdown.trim().split(/\n{2,}/);
  const body = blocks.map((block) => {
    const lines = block.split("\n");
    if (block.startsWith("## ")) return `<h2>${inline(block.slice(3))}</h2>`;
    if (block.startsWith("|")) return table(lines);
    if (/^\d+\. /.test(block)) return list(lines, "ol");
    if (block.startsWith("- ")) return list(lines, "ul");
    return `<p>${inline(lines.join(" "))}</p>`;
  });
  return { title: first.replace(/^# /, ""), body: body.join("\n") };
}

/** The guides, with this installation's own address and ports. */
export function registerHelp(server: FastifyInstance, { config }: Pick<HttpApp, "config">): void {
  const filled = (file: string): string =>
    readFileSync(join(programDirectory, file), "utf8")
      .replaceAll("mail.example.com", new URL(config.publicUrl).hostname)
      .replaceAll("`2465`", `\`${config.smtpsPort}\``)
      .replaceAll("`2587`", `\`${config.smtpPort}\``);
  for (const { path, nl, en } of guides) {
    const pages = { nl: guidePage(filled(nl)), en: guidePage(filled(en)) };
    server.get(path, (request, reply) => {
      const language = languageFor(request.headers["accept-language"]);
      const written = language === "nl" ? "nl" : "en";
      return sendPlainPage(reply, { status: 200, language: written, ...pages[written] });
    });
  }
}
