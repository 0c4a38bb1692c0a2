import { statfs } from "node:fs/promises";
import { type Finding, good, unknown } from "./findings.ts";

export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

const gigabyte = 2 ** 30;
const little = { share: 0.1, bytes: 2 * gigabyte };
const nothingLeft = { share: 0.03, bytes: gigabyte / 2 };

/** What an ordinary user may still write where the directory lies; `undefined` where the system does not say. */
export async function spaceAt(directory: string): Promise<DiskSpace | undefined> {
  try {
    const { bavail, blocks, bsize } = await statfs(directory);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    return undefined;
  }
}

const isBelow = ({ freeBytes, totalBytes }: DiskSpace, bound: { share: number; bytes: number }): boolean =>
  freeBytes < bound.bytes || freeBytes < totalBytes * bound.share;

/** Of data directory and blobs the one with less room. Pure. */
export function judgeDisk(spaces: readonly (DiskSpace | undefined)[]): Finding {
  const [tightest] = spaces
    .filter((space) => space !== undefined)
    .toSorted((a, b) => a.freeBytes / a.totalBytes - b.freeBytes / b.totalBytes);
  if (!tightest || tightest.totalBytes === 0) return unknown("disk");
  const { freeBytes, totalBytes } = tightest;
  const percent = Math.floor((freeBytes / totalBytes) * 100);
  const details = { freeBytes, totalBytes, percent };
  if (isBelow(tightest, nothingLeft)) return { subject: "disk", state: "bad", finding: "full", details, step: 0 };
  if (isBelow(tightest, little)) return { subject: "disk", state: "attention", finding: "low", details, step: 1 };
  return good("disk", details);
}
