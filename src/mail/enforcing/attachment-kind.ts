import type { AttachmentKind } from "#/contract/index.ts";
import type { Extraction, FileKind } from "#/extraction/index.ts";

const byFileKind: Partial<Readonly<Record<FileKind, AttachmentKind>>> = {
  docx: "document",
  odt: "document",
  rtf: "document",
  xlsx: "spreadsheet",
  ods: "spreadsheet",
  csv: "spreadsheet",
  pptx: "presentation",
  odp: "presentation",
  pdf: "pdf",
  html: "text",
  text: "text",
  eml: "mail",
  msg: "mail",
  tnef: "mail",
  zip: "archive",
  image: "image",
};

const endings: readonly (readonly [RegExp, AttachmentKind])[] = [
  [/\.(?:docx?|docm|dotx?|odt|rtf|pages|wpd)$/, "document"],
  [/\.(?:xlsx?|xlsm|xlsb|ods|csv|tsv|numbers)$/, "spreadsheet"],
  [/\.(?:pptx?|pptm|odp|key)$/, "presentation"],
  [/\.pdf$/, "pdf"],
  [/\.(?:zip|7z|rar|tar|gz|tgz|bz2|xz|zst|cab|iso)$/, "archive"],
  [/\.(?:ics|vcs)$/, "calendar"],
  [/\.(?:sql|sqlite3?|db|mdb|accdb|dump|bak|dbf)$/, "database"],
  [/\.(?:exe|msi|bat|cmd|com|scr|ps1|vbs|jar|js|sh|app|dmg|apk|deb|rpm|dll|lnk|hta)$/, "program"],
  [/\.(?:eml|msg|mbox|pst)$/, "mail"],
];

const byMediaType = (type: string): AttachmentKind | undefined => {
  if (/^(?:audio|video)\//.test(type)) return "sound-or-film";
  if (type.startsWith("image/")) return "image";
  if (type === "text/calendar") return "calendar";
  return type.startsWith("text/") ? "text" : undefined;
};

/** What agreements call an attachment: by what is in it, else by its name, else by what its sender said it is. */
export function attachmentKindOf(
  { name, type }: { readonly name: string; readonly type: string },
  {
    kind,
    detected,
    outcome,
    unread,
  }: Pick<Extraction, "kind" | "outcome" | "unread"> & { readonly detected: FileKind },
): AttachmentKind {
  // A locked archive opens to its list of names.
  if (outcome === "encrypted" || unread.some((each) => each.outcome === "encrypted")) return "locked-archive";
  const found = kind === "unknown" ? detected : kind;
  const named = endings.find(([ending]) => ending.test(name.toLowerCase()))?.[1];
  // Text is text whatever it is called, but a calendar, a table of a database or a script is text too.
  if (found === "text" || found === "html") return named ?? byMediaType(type) ?? "text";
  return byFileKind[found] ?? named ?? byMediaType(type) ?? "other";
}
