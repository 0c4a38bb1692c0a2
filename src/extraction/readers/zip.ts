import { type Reader, Unreadable, within } from "../reading.ts";
import { listEntries, readEntry } from "../zip-archive.ts";

/** Each file in the archive, whatever it is; one that can't be read holds back no other. */
export const readZip: Reader = async ({ bytes, path, depth }, reading, nested) => {
  for (const entry of listEntries(bytes, reading)) {
    if (entry.name.endsWith("/")) continue;
    const inner = within(path, entry.name);
    try {
      const content = readEntry(bytes, entry, reading);
      await nested({ bytes: content, path: inner, depth: depth + 1, name: entry.name });
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      reading.note(inner, error.outcome);
      // What is over the bound for all files together stays over it.
      if (error.outcome === "too-large" && reading.inflatedLeft <= 0) throw error;
    }
  }
};
