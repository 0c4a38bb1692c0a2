import { htmlToText } from "#/intake/index.ts";
import { type Reader, type Reading, type Source, Unreadable, within } from "../reading.ts";
import { type CompoundEntry, listCompound } from "./compound.ts";
import { decodeText } from "./plain.ts";
import { decompressRtf } from "./compressed-rtf.ts";
import { rtfText } from "./rtf.ts";

/* Outlook's .msg ([MS-OXMSG]): properties as streams named by their numbers; attachments and recipients in storages. */

const subject = "0037";
const sender = ["0C1A", "0C1F", "5D01"];
const shownTo = ["0E04", "0E03", "0E02"];
const body = "1000";
const html = "1013";
const compressedRtf = "1009";
const attachmentData = "37010102";
const embedded = "3701000D";
const longName = "3707";
const shortName = "3704";

/** A text property: Unicode, or in the code page of the day. */
function textOf(entries: ReadonlyMap<string, CompoundEntry>, base: string, id: string): string {
  const wide = entries.get(`${base}__substg1.0_${id}001F`);
  if (wide) return wide.read().toString("utf16le");
  const narrow = entries.get(`${base}__substg1.0_${id}001E`);
  return narrow ? decodeText(narrow.read()) : "";
}

async function readMessage(
  entries: ReadonlyMap<string, CompoundEntry>,
  base: string,
  { path, depth }: Pick<Source, "path" | "depth">,
  reading: Reading,
  nested: Parameters<Reader>[2],
): Promise<void> {
  reading.assertDepth(depth);
  const text = (id: string): string => textOf(entries, base, id).replaceAll("\0", "");
  const people = [...sender, ...shownTo].map(text);
  reading.take(within(path, "header"), [text(subject), ...people].filter((each) => each !== "").join("\n"));
  const asHtml = entries.get(`${base}__substg1.0_${html}0102`);
  const rtf = entries.get(`${base}__substg1.0_${compressedRtf}0102`);
  let shown = text(body);
  if (shown === "" && asHtml) shown = htmlToText(decodeText(asHtml.read()));
  if (shown === "" && rtf) shown = rtfText(decompressRtf(rtf.read()).toString("latin1"));
  reading.take(within(path, "text"), shown);
  for (const storage of entries.values()) {
    if (!storage.isStorage || !storage.path.startsWith(`${base}__attach_version1.0_`)) continue;
    if (storage.path.slice(base.length).includes("/")) continue;
    const inside = `${storage.path}/`;
    const name = textOf(entries, inside, longName) || textOf(entries, inside, shortName) || "attachment";
    const place = { path: within(path, name.replaceAll("\0", "")), depth: depth + 1 };
    const data = entries.get(`${inside}__substg1.0_${attachmentData}`);
    reading.countEntry();
    if (data) {
      const bytes = data.read();
      reading.countInflated(bytes.length);
      await nested({ bytes, ...place, name });
    } else if (entries.has(`${inside}__substg1.0_${embedded}`))
      await readMessage(entries, `${inside}__substg1.0_${embedded}/`, place, reading, nested);
  }
}

export const isOutlookMessage = (entries: readonly CompoundEntry[]): boolean =>
  entries.some(({ path }) => path.startsWith("__properties_version1.0"));

/** An old Office file is said to be one; an encrypted new one that it is encrypted. */
export const readCompound: Reader = async (source, reading, nested) => {
  const list = listCompound(source.bytes);
  if (list.some(({ path }) => path === "EncryptedPackage")) throw new Unreadable("encrypted");
  if (!isOutlookMessage(list)) throw new Unreadable("unsupported");
  await readMessage(new Map(list.map((entry) => [entry.path, entry])), "", source, reading, nested);
};
