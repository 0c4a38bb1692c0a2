import { Unreadable } from "../reading.ts";

/*
 * Compound File Binary ([MS-CFB] 12.0): what Outlook's .msg, old Office files and encrypted new ones are. Chains are followed
 * no further than the file is long, so a loop ends.
 */

const endOfChain = 0xfffffffe;
const noStream = 0xffffffff;
const miniCutoff = 4096;
const mostEntries = 20_000;

export interface CompoundEntry {
  /** With the storages around it: `__attach_version1.0_#00000000/__substg1.0_37010102`. */
  readonly path: string;
  readonly isStorage: boolean;
  read(): Buffer;
}

interface Raw {
  readonly name: string;
  readonly type: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly size: number;
}

class Compound {
  readonly #bytes: Buffer;
  readonly #sector: number;
  readonly #table: number[] = [];
  readonly #miniTable: number[];
  readonly entries: Raw[] = [];
  #mini: Buffer | undefined;

  constructor(bytes: Buffer) {
    if (bytes.length < 512) throw new Unreadable("damaged");
    this.#bytes = bytes;
    const shift = bytes.readUInt16LE(30);
    if (shift !== 9 && shift !== 12) throw new Unreadable("damaged");
    this.#sector = 2 ** shift;
    for (const at of this.#tableSectors()) {
      const sector = this.#at(at);
      for (let offset = 0; offset + 4 <= sector.length; offset += 4) this.#table.push(sector.readUInt32LE(offset));
    }
    const mini = this.#chain(bytes.readUInt32LE(60));
    this.#miniTable = Array.from({ length: mini.length >> 2 }, (_, index) => mini.readUInt32LE(index * 4));
    const directory = this.#chain(bytes.readUInt32LE(48));
    for (let at = 0; at + 128 <= directory.length && this.entries.length < mostEntries; at += 128)
      this.entries.push(rawEntry(directory.subarray(at, at + 128)));
  }

  #at(sector: number): Buffer {
    const begin = (sector + 1) * this.#sector;
    return this.#bytes.subarray(begin, begin + this.#sector);
  }

  /** Sectors of the allocation table: 109 in the header, the rest in a chain of their own. */
  *#tableSectors(): Generator<number> {
    const most = Math.ceil(this.#bytes.length / this.#sector);
    let given = 0;
    const usable = (value: number): boolean => value < endOfChain - 2 && given++ < most;
    for (let at = 76; at < 512; at += 4) {
      const value = this.#bytes.readUInt32LE(at);
      if (usable(value)) yield value;
    }
    let next = this.#bytes.readUInt32LE(68);
    for (let step = 0; next < endOfChain - 2 && step < most; step++) {
      const sector = this.#at(next);
      if (sector.length < this.#sector) return;
      for (let at = 0; at + 8 <= sector.length; at += 4) {
        const value = sector.readUInt32LE(at);
        if (usable(value)) yield value;
      }
      next = sector.readUInt32LE(this.#sector - 4);
    }
  }

  #chain(start: number, table: readonly number[] = this.#table): Buffer {
    const parts: Buffer[] = [];
    let at = start;
    for (let step = 0; at < endOfChain - 2 && step <= table.length; step++) {
      parts.push(this.#at(at));
      at = table[at] ?? endOfChain;
    }
    return Buffer.concat(parts, Math.min(parts.length * this.#sector, this.#bytes.length));
  }

  read({ start, size }: Raw): Buffer {
    const most = Math.min(size, this.#bytes.length);
    if (size >= miniCutoff) return this.#chain(start).subarray(0, most);
    this.#mini ??= this.#chain(this.entries[0]?.start ?? endOfChain);
    const parts: Buffer[] = [];
    let at = start;
    for (let step = 0; at < endOfChain - 2 && step <= most >> 6; step++) {
      parts.push(this.#mini.subarray(at * 64, at * 64 + 64));
      at = this.#miniTable[at] ?? endOfChain;
    }
    return Buffer.concat(parts).subarray(0, most);
  }
}

function rawEntry(entry: Buffer): Raw {
  const nameBytes = Math.min(64, entry.readUInt16LE(64));
  return {
    name: entry.subarray(0, Math.max(0, nameBytes - 2)).toString("utf16le"),
    type: entry[66]!,
    left: entry.readUInt32LE(68),
    right: entry.readUInt32LE(72),
    child: entry.readUInt32LE(76),
    start: entry.readUInt32LE(116),
    size: entry.readUInt32LE(120),
  };
}

/** All streams and storages with their paths. @throws Unreadable `damaged`. */
export function listCompound(bytes: Buffer): CompoundEntry[] {
  const file = new Compound(bytes);
  const found: CompoundEntry[] = [];
  const seen = new Set<number>();
  const waiting: { readonly at: number; readonly path: string }[] = [
    { at: file.entries[0]?.child ?? noStream, path: "" },
  ];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { at, path } = next;
    const raw = file.entries[at];
    if (!raw || seen.has(at)) continue;
    seen.add(at);
    const own = path === "" ? raw.name : `${path}/${raw.name}`;
    found.push({ path: own, isStorage: raw.type === 1, read: () => file.read(raw) });
    waiting.push({ at: raw.left, path }, { at: raw.right, path });
    if (raw.type === 1) waiting.push({ at: raw.child, path: own });
  }
  return found;
}
