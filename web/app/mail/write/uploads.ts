import { plainLine } from "../../../parts/plain-line.ts";
import { addressOf } from "../../session.ts";
import { changeDraft, type Draft } from "../draft.ts";
import { openPageUploads } from "../page-uploads.ts";
import type { UploadQueue } from "../upload-queue.ts";

/** The files of one draft that are on their way, and those of the same batch that arrived. */
interface Batch {
  /** Of the draft; another one after a draft was put aside and taken up elsewhere. */
  key: string;
  readonly queue: UploadQueue;
  arrivedFiles: number;
  arrivedBytes: number;
}

const batches = new Map<string, Batch>();
/** By the id of an upload's row: where the text shows it. */
const contentIds = new Map<string, string>();
/** What pictures in the text look like, by draft and content id, while this page lives. */
const pictures = new Map<string, string>();

const pictureKey = (draftId: string, contentId: string): string => `${draftId} ${contentId}`;

function open(key: string): Batch {
  const queue = openPageUploads(({ id, uploadId, file }) => {
    const contentId = contentIds.get(id);
    changeDraft(batch.key, (draft) => ({
      attachments: [
        ...draft.attachments,
        {
          uploadId,
          name: plainLine(file.name) || "attachment",
          type: file.type === "" ? "application/octet-stream" : file.type,
          sizeBytes: file.size,
          ...(contentId !== undefined && { contentId }),
        },
      ],
    }));
    batch.arrivedFiles += 1;
    batch.arrivedBytes += file.size;
    // From here on the draft names it.
    queue.forget(id);
  });
  const batch: Batch = { key, queue, arrivedFiles: 0, arrivedBytes: 0 };
  return batch;
}

function batchOf(key: string): Batch {
  const batch = batches.get(key) ?? open(key);
  batches.set(key, batch);
  return batch;
}

/** The files of a draft that are on their way. */
export const uploadsOf = (key: string): UploadQueue => batchOf(key).queue;

export function closeUploads(key: string): void {
  batches.get(key)?.queue.close();
  batches.delete(key);
}

/** Stops the files of a draft that is put aside. Answers how they go on, under the key that the draft then has. */
export function putUploadsAside(key: string): { resume(as: string): void; close(): void } {
  const batch = batches.get(key);
  batches.delete(key);
  const running = batch?.queue.items().filter(({ phase }) => phase !== "paused" && phase !== "failed") ?? [];
  for (const { id } of running) batch?.queue.pause(id);
  return {
    resume: (as) => {
      if (!batch) return;
      batch.key = as;
      batches.set(as, batch);
      for (const { id } of running) batch.queue.resume(id);
    },
    close: () => batch?.queue.close(),
  };
}

function add(key: string, files: readonly File[]): string[] {
  const batch = batchOf(key);
  if (batch.queue.items().length === 0) Object.assign(batch, { arrivedFiles: 0, arrivedBytes: 0 });
  return batch.queue.add(files);
}

export const addFiles = (key: string, files: readonly File[]): void => {
  if (files.length > 0) add(key, files);
};

/** An image that the text shows: goes along as a part of the message, named by the content id. */
export function addInline({ key, draftId }: Draft, file: File, dataUrl: string): string {
  const contentId = `${crypto.randomUUID()}@zegel`;
  keepPicture(draftId, contentId, dataUrl);
  const [id] = add(key, [file]);
  contentIds.set(id!, contentId);
  return contentId;
}

export const keepPicture = (draftId: string, contentId: string, dataUrl: string): void =>
  void pictures.set(pictureKey(draftId, contentId), dataUrl);

/** Where a picture in the text is found: in this page, or else on the server, where the draft lies. */
export function pictureOf(
  { draftId, version }: Pick<Draft, "draftId" | "version">,
  contentId: string,
): string | undefined {
  const here = pictures.get(pictureKey(draftId, contentId));
  if (here !== undefined || version === 0) return here;
  const address = addressOf("draftPicture", { draftId });
  return `${address}${address.includes("?") ? "&" : "?"}contentId=${encodeURIComponent(contentId)}`;
}

/** True when nothing is on its way any more. */
export const isAllThere = (key: string): boolean => (batches.get(key)?.queue.items().length ?? 0) === 0;

export interface Progress {
  readonly arrived: number;
  readonly files: number;
  /** Of all bytes: from 0 to 1. */
  readonly share: number;
}

/** How far all files together are that were added since the last time that everything was there. */
export function progressOf(key: string): Progress {
  const { queue, arrivedFiles, arrivedBytes } = batchOf(key);
  const items = queue.items();
  const totalBytes = items.reduce((sum, { file }) => sum + file.size, arrivedBytes);
  const sentBytes = items.reduce((sum, item) => sum + item.sentBytes, arrivedBytes);
  const share = totalBytes === 0 ? 1 : sentBytes / totalBytes;
  return { arrived: arrivedFiles, files: arrivedFiles + items.length, share };
}

/** Resolves when all files are there; rejects when one can't get there. */
export function allThere(key: string, onProgress: (share: number) => void): Promise<void> {
  const queue = uploadsOf(key);
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const items = queue.items();
      const failed = items.find(({ phase }) => phase === "failed");
      onProgress(progressOf(key).share);
      if (items.length > 0 && !failed) return;
      stop();
      if (failed) reject(failed.problem);
      else resolve();
    };
    const stop = queue.subscribe(look);
    look();
  });
}
