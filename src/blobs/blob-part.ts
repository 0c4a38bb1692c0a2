import { dirname } from "node:path";
import type { Bytes } from "#/kernel/index.ts";
import { type BlobFiles, withRoom } from "./blob-files.ts";

/** A payload in the making. Bytes are durable after `sync`, its name since it was opened. */
export interface BlobPart {
  /** Bytes that are there, durable or not. */
  sizeBytes(): Promise<number>;
  write(atByte: number, bytes: Bytes): Promise<void>;
  /** Up to `lengthBytes`; fewer at the end. */
  read(atByte: number, lengthBytes: number): Promise<Bytes>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** So much is written between two looks at how full the disk is. */
const lookEveryBytes = 2 ** 26;

export async function openBlobPart(files: BlobFiles, path: string, assertRoom: () => Promise<void>): Promise<BlobPart> {
  const file = await files.openToContinue(path);
  try {
    await files.syncDirectory(dirname(path));
  } catch (error) {
    await file.close();
    throw error;
  }
  let writtenBytes = 0;
  return {
    sizeBytes: async () => (await file.stat()).size,
    write: async (atByte, bytes) => {
      for (let at = 0; at < bytes.byteLength;)
        at += (await withRoom(file.write(bytes, at, bytes.byteLength - at, atByte + at))).bytesWritten;
      writtenBytes += bytes.byteLength;
      if (writtenBytes < lookEveryBytes) return;
      writtenBytes = 0;
      await assertRoom();
    },
    read: async (atByte, lengthBytes) => {
      const bytes = Buffer.allocUnsafe(lengthBytes);
      let filled = 0;
      while (filled < lengthBytes) {
        const { bytesRead } = await file.read(bytes, filled, lengthBytes - filled, atByte + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    },
    sync: () => withRoom(files.sync(file, path)),
    close: () => file.close(),
  };
}
