import { changeDraft } from "../draft.ts";
import { openPageUploads } from "../page-uploads.ts";
import type { UploadQueue } from "../upload-queue.ts";

const queues = new Map<string, UploadQueue>();
/** By the id of an upload's row: where the text shows it. */
const contentIds = new Map<string, string>();
/** What inline images look like, by content id, while this page lives. */
const pictures = new Map<string, string>();

/** The files of a draft that are on their way. */
export function uploadsOf(key: string): UploadQueue {
  const known = queues.get(key);
  if (known) return known;
  const queue = openPageUploads(({ id, uploadId, file }) => {
    const contentId = contentIds.get(id);
    changeDraft(key, (draft) => ({
      attachments: [
        ...draft.attachments,
        {
          uploadId,
          name: file.name === "" ? "attachment" : file.name,
          type: file.type === "" ? "application/octet-stream" : file.type,
          sizeBytes: file.size,
          ...(contentId !== undefined && { contentId }),
        },
      ],
    }));
    // From here on the draft names it.
    queue.forget(id);
  });
  queues.set(key, queue);
  return queue;
}

export function closeUploads(key: string): void {
  queues.get(key)?.close();
  queues.delete(key);
}

export const addFiles = (key: string, files: readonly File[]): void => {
  if (files.length > 0) uploadsOf(key).add(files);
};

/** An image that the text shows: goes along as a part of the message, named by the content id. */
export function addInline(key: string, file: File, dataUrl: string): string {
  const contentId = `${crypto.randomUUID()}@zegel`;
  pictures.set(contentId, dataUrl);
  const [id] = uploadsOf(key).add([file]);
  contentIds.set(id!, contentId);
  return contentId;
}

export const pictureOf = (contentId: string): string | undefined => pictures.get(contentId);

/** True when nothing is on its way any more. */
export const isAllThere = (key: string): boolean => (queues.get(key)?.items().length ?? 0) === 0;

/** Resolves when all files are there; rejects when one can't get there. */
export function allThere(key: string, onProgress: (share: number) => void): Promise<void> {
  const queue = uploadsOf(key);
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const items = queue.items();
      const failed = items.find(({ phase }) => phase === "failed");
      const total = items.reduce((sum, { file }) => sum + file.size, 0);
      const sent = items.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
      onProgress(total === 0 ? 1 : sent / total);
      if (items.length > 0 && !failed) return;
      stop();
      if (failed) reject(failed.problem);
      else resolve();
    };
    const stop = queue.subscribe(look);
    look();
  });
}
