import { pageToken } from "../session.ts";
import { localeOf } from "../../parts/languages.ts";
import { spokenLanguage } from "../words.ts";
import { type UploadItem, UploadQueue } from "./upload-queue.ts";
import type { SendUploadRequest } from "./upload-transfer.ts";

/** What a browser's XMLHttpRequest does: only that tells how much has left, and it reads a file as it leaves. */
export const sendUploadRequest: SendUploadRequest = ({ method, url, headers, body, onProgress, signal }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    const end = (): void => signal?.removeEventListener("abort", abort);
    const fail = (): void => {
      end();
      reject(new TypeError("no answer"));
    };
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded }) => onProgress?.(loaded));
    request.addEventListener("load", () => {
      end();
      const { status, responseText: text } = request;
      resolve({ status, text, header: (name) => request.getResponseHeader(name) });
    });
    for (const event of ["error", "abort", "timeout"]) request.addEventListener(event, fail);
    if (signal?.aborted) return fail();
    signal?.addEventListener("abort", abort);
    request.send(body ?? null);
  });

/**
 * The queue of one draft in this page: in the name of who is signed in, and interrupted while the browser is off line, and
 * going on as soon as it is on line again. `onDone`: the upload's id goes into the draft. Call `close` when the draft's page goes.
 */
export function openPageUploads(onDone: (item: UploadItem & { readonly uploadId: string }) => void): UploadQueue {
  const queue = new UploadQueue(
    { token: pageToken, language: () => localeOf(spokenLanguage()), send: sendUploadRequest },
    onDone,
  );
  addEventListener("online", queue.goOn);
  addEventListener("offline", queue.interrupt);
  queue.whenClosed(() => {
    removeEventListener("online", queue.goOn);
    removeEventListener("offline", queue.interrupt);
  });
  return queue;
}
