import { makeZip, predictLength } from "client-zip";
import { type Bytes, Refusal } from "#/kernel/index.ts";
import { oneLine } from "../content.ts";
import type { CopiedAttachment } from "../downloads.ts";
import type { OpenedMessage } from "../open-messages.ts";
import type { OpenedFile } from "../types.ts";

/** Names that Windows keeps for devices, whatever their ending. */
const device = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/** Names in the order given, each once: what differs in case only is one name on some systems. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  const keyOf = (name: string): string => name.normalize("NFC").toLowerCase();
  return names.map((given) => {
    const name =
      given
        .normalize("NFC")
        .replaceAll(/[/\\:*?"<>|\p{Cc}]/gu, "_")
        .replace(/^\.+/, "")
        .replace(/[. ]+$/, "")
        .replace(device, "$&_") || "file";
    const [, stem = name, ending = ""] = /^(.+?)(\.[^.]{1,10})?$/s.exec(name) ?? [];
    let distinct = name;
    for (let count = 2; taken.has(keyOf(distinct)); count++) distinct = `${stem} (${count})${ending}`;
    taken.add(keyOf(distinct));
    return distinct;
  });
}

async function* read(stream: ReadableStream<Uint8Array>): AsyncGenerator<Bytes, void> {
  yield* stream as unknown as AsyncIterable<Bytes>;
}

/**
 * All attachments of a message as one zip file: stored as they are (most files don't shrink any more), names in UTF-8,
 * zip64 where it is needed. Made while it is read, one attachment after the other; its size is known beforehand.
 */
export function zipFile(message: OpenedMessage, attachments: readonly CopiedAttachment[]): OpenedFile {
  if (attachments.length === 0) throw new Refusal("absent", "mail.attachment_absent");
  const names = distinctNames(attachments.map(({ part }) => part.name));
  const lastModified = new Date(message.body.date);
  const entries = attachments.map(({ object }, index) => ({
    name: names[index]!,
    size: object.sizeBytes,
    lastModified: Number.isNaN(lastModified.getTime()) ? message.row.sent_at : lastModified,
    input: object,
  }));
  const sizeBytes = Number(predictLength(entries.map(({ name, size }) => ({ name, size }))));
  async function* inputs() {
    for (const { input, ...facts } of entries) yield { ...facts, input: input.stream() };
  }
  const subject = oneLine(message.body.subject, 100).replaceAll(/[/\\:*?"<>|]/g, "_");
  return {
    name: `${subject || "message"}.zip`,
    type: "application/zip",
    sizeBytes,
    range: { start: 0, end: sizeBytes },
    etag: `"${message.row.message_id}-zip"`,
    content: read(makeZip(inputs())),
  };
}
