import { listEntries, readEntry, type ZipEntry } from "../zip-archive.ts";
import { type Reading, Unreadable } from "../reading.ts";

/** The entries of a document that is a ZIP, by name. */
export class Package {
  readonly names: readonly string[];
  readonly #bytes: Buffer;
  readonly #reading: Reading;
  readonly #entries = new Map<string, ZipEntry>();

  constructor(bytes: Buffer, reading: Reading) {
    this.#bytes = bytes;
    this.#reading = reading;
    for (const entry of listEntries(bytes, reading)) this.#entries.set(entry.name, entry);
    this.names = [...this.#entries.keys()];
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  read(name: string): Buffer {
    const entry = this.#entries.get(name);
    if (!entry) throw new Unreadable("damaged");
    return readEntry(this.#bytes, entry, this.#reading);
  }

  text(name: string): string {
    const bytes = this.read(name);
    const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
    return isWide ? bytes.toString("utf16le") : bytes.toString("utf8");
  }

  /** Names that fit, in the order of the numbers in them: `slide2` before `slide10`. */
  matching(pattern: RegExp): string[] {
    return this.names
      .filter((name) => pattern.test(name))
      .toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }));
  }
}

/** `word/header1.xml` is `header1` to people. */
export const shortName = (name: string): string => name.replace(/^.*\//, "").replace(/\.xml$/, "");
