import { Refusal } from "#/kernel/index.ts";
import { anyField, type Condition, fields, folded, termsOf } from "#/segments/index.ts";
import type { Wanted } from "./entry-rows.ts";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export interface Query {
  readonly conditions: readonly Condition[];
  /** Folded; looked for in the opened message. */
  readonly phrases: readonly string[];
  readonly folder: Wanted["folder"];
  readonly unread?: true | undefined;
  /** Folded name of a label, or its beginning. */
  readonly label?: string | undefined;
  readonly hasAttachment: boolean;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
}

const masks: Readonly<Record<string, number>> = {
  van: fields.from,
  from: fields.from,
  aan: fields.to,
  to: fields.to,
  de: fields.from,
  von: fields.from,
  à: fields.to,
  an: fields.to,
  onderwerp: fields.subject,
  objet: fields.subject,
  betreff: fields.subject,
  subject: fields.subject,
  bijlage: fields.attachment,
  annexe: fields.attachment,
  anhang: fields.attachment,
  attachment: fields.attachment,
};
const mostConditions = 20;
const partPattern = /(?:(\p{L}+):)?(?:"([^"]+)"|(\S+))/gu;

const folders: Readonly<Record<string, Wanted["folder"]>> = {
  postvak: "inbox",
  réception: "inbox",
  posteingang: "inbox",
  inbox: "inbox",
  verzonden: "sent",
  envoyés: "sent",
  gesendet: "sent",
  sent: "sent",
  archief: "archive",
  archives: "archive",
  archiv: "archive",
  archive: "archive",
  prullenbak: "trash",
  corbeille: "trash",
  papierkorb: "trash",
  trash: "trash",
};
const unreadWords = new Set(["ongelezen", "unread", "non-lu", "ungelesen"]);
const anyAttachment = new Set(["ja", "yes", "oui", "*"]);
const afterNames = new Set(["na", "after", "après", "nach"]);
const beforeNames = new Set(["voor", "before", "avant", "vor"]);
const folderNames = new Set(["in", "dans"]);
const stateNames = new Set(["is", "est", "ist"]);
const labelNames = new Set(["label", "étiquette"]);

function dateOf(text: string): Date | undefined {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return date && !Number.isNaN(date.getTime()) ? date : undefined;
}

/**
 * Words that all have to occur, the last as a beginning; `van:`, `aan:`, `onderwerp:`, `bijlage:` (`ja`: any), `na:` and
 * `voor:` with a date, `in:` with a folder, `is:ongelezen`, `label:` with its name, and their names in the other
 * languages; what stands between quotation marks exactly. @throws Refusal
 * `mail.search_empty`.
 */
export function parseQuery(text: string): Query {
  const conditions: Condition[] = [];
  const phrases: string[] = [];
  const query: Mutable<Omit<Query, "conditions" | "phrases">> = { folder: "all", hasAttachment: false };
  for (const [whole, key = "", quoted, bare = ""] of text.normalize("NFC").matchAll(partPattern)) {
    const name = key.toLowerCase();
    const date = dateOf(bare);
    if (date && afterNames.has(name)) query.from = date;
    else if (date && beforeNames.has(name)) query.until = date;
    else if (folderNames.has(name) && folders[bare.toLowerCase()]) query.folder = folders[bare.toLowerCase()]!;
    else if (stateNames.has(name) && unreadWords.has(bare.toLowerCase())) query.unread = true;
    else if (labelNames.has(name)) query.label = folded(quoted ?? bare).trim();
    else if (masks[name] === fields.attachment && anyAttachment.has(bare.toLowerCase())) query.hasAttachment = true;
    else {
      const mask = masks[name] ?? anyField;
      const said = quoted ?? (mask === anyField ? whole : bare);
      for (const term of termsOf(said)) conditions.push({ term, match: "whole", mask });
      if (quoted !== undefined) phrases.push(folded(quoted).trim());
    }
  }
  const { folder, unread, label, hasAttachment, from, until } = query;
  const isFilter = folder !== "all" || unread || label || hasAttachment || from || until;
  if (conditions.length === 0 && !isFilter) throw new Refusal("invalid", "mail.search_empty");
  const last = conditions.at(-1);
  if (last && !text.trimEnd().endsWith('"')) conditions[conditions.length - 1] = { ...last, match: "start" };
  return { ...query, conditions: conditions.slice(0, mostConditions), phrases };
}

/** The same, with one letter of a word wrong. */
export const nearly = (query: Query): Query => ({
  ...query,
  conditions: query.conditions.map((condition) => ({ ...condition, match: "near" as const })),
});
