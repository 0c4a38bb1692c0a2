import { type Reader, Unreadable, within } from "../reading.ts";
import { decodeText } from "./plain.ts";

/* winmail.dat ([MS-OXTNEF]): attributes with a length each; attachments with a name and their bytes. */

const attachTitle = 0x8010;
const attachData = 0x800f;
const attachBegin = 0x9002;
const bodyText = 0x800c;
const subjectText = 0x8004;

export const readTnef: Reader = async ({ bytes, path, depth }, reading, nested) => {
  let at = 6;
  let name = "";
  let found = 0;
  while (at + 9 <= bytes.length) {
    const id = bytes.readUInt16LE(at + 1);
    const length = bytes.readUInt32LE(at + 5);
    const data = bytes.subarray(at + 9, at + 9 + length);
    if (data.length < length) throw new Unreadable("damaged");
    at += 9 + length + 2;
    found += 1;
    if (id === attachBegin) name = "";
    else if (id === attachTitle) name = decodeText(data).replaceAll("\0", "");
    else if (id === subjectText || id === bodyText)
      reading.take(within(path, "text"), decodeText(data).replaceAll("\0", ""));
    else if (id === attachData) {
      reading.countEntry();
      reading.countInflated(data.length);
      const inner = name || "attachment";
      await nested({ bytes: data, path: within(path, inner), depth: depth + 1, name: inner });
    }
  }
  if (found === 0) throw new Unreadable("damaged");
};
