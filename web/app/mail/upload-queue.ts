import { useSyncExternalStore } from "react";
import type { Problem } from "#/contract/index.ts";
import {
  forgetUpload,
  type Transfer,
  transferFile,
  type TransferSettings,
  uploadIdOf,
  UploadRefused,
} from "./upload-transfer.ts";

export type UploadPhase =
  /** Its turn comes. */
  | "waiting"
  | "sending"
  /** By the person; `resume` goes on. */
  | "paused"
  /** No network, or the server is busy: it goes on by itself. */
  | "interrupted"
  /** All of it is on the server; `uploadId` goes into the draft. */
  | "done"
  /** The server said no (`problem`); `resume` tries again from where it was, for example after signing in. */
  | "failed";

/** A file on its way, as a list shows it. A new object whenever something of it changes. */
export interface UploadItem {
  /** Made here; names the row. */
  readonly id: string;
  readonly file: File;
  readonly phase: UploadPhase;
  readonly sentBytes: number;
  readonly uploadId: string | undefined;
  readonly problem: Problem | undefined;
}

interface Entry {
  item: UploadItem;
  transfer: Omit<Transfer, "signal"> | undefined;
  running: AbortController | undefined;
  retryTimer: ReturnType<typeof setTimeout> | undefined;
  tries: number;
}

const sendingAtOnce = 2;
const longestPauseMs = 30_000;

/**
 * Files on their way to the server, in the order in which they were added, two at a time (tus 1.0, `/api/uploads`).
 * `add` starts; progress comes as new items through `subscribe` (or `useUploads`). After a lost network a file goes on
 * where the server has it, by itself. `onDone` is called once per file, with its `uploadId`, which names it in a draft.
 * `remove` takes it off the list and off the server (what a saved draft names already stays there until the draft is
 * saved without it). One queue per draft (`openPageUploads`); `close` when the page of the draft goes: what is under way then stops.
 */
export class UploadQueue {
  readonly #settings: TransferSettings;
  readonly #onDone: (item: UploadItem & { readonly uploadId: string }) => void;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<() => void>();
  #items: readonly UploadItem[] = [];
  #closed = false;
  #afterwards: (() => void) | undefined;

  constructor(
    settings: TransferSettings,
    onDone: (item: UploadItem & { readonly uploadId: string }) => void = () => undefined,
  ) {
    this.#settings = settings;
    this.#onDone = onDone;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The same array until something changes. */
  readonly items = (): readonly UploadItem[] => this.#items;

  /** Ids of the new items, in the order of the files. */
  add(files: readonly File[]): string[] {
    const ids = files.map((file) => {
      const id = crypto.randomUUID();
      const item: UploadItem = { id, file, phase: "waiting", sentBytes: 0, uploadId: undefined, problem: undefined };
      this.#entries.set(id, { item, transfer: undefined, running: undefined, retryTimer: undefined, tries: 0 });
      return id;
    });
    this.#announce();
    this.#startNext();
    return ids;
  }

  pause(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry || entry.item.phase === "done") return;
    this.#stop(entry);
    this.#change(entry, { phase: "paused" });
    this.#startNext();
  }

  resume(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry || entry.running || entry.item.phase === "done") return;
    this.#stop(entry);
    entry.tries = 0;
    this.#change(entry, { phase: "waiting", problem: undefined });
    this.#startNext();
  }

  remove(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#stop(entry);
    this.#entries.delete(id);
    const url = entry.transfer?.url;
    if (url) void forgetUpload(this.#settings, url);
    this.#announce();
    this.#startNext();
  }

  /** Takes it off the list; on the server it stays, as a part of what names it. */
  forget(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#stop(entry);
    this.#entries.delete(id);
    this.#announce();
  }

  /** Stops everything; what the server has stays there for a day, or as long as a draft names it. */
  close(): void {
    this.#closed = true;
    this.#afterwards?.();
    for (const entry of this.#entries.values()) this.#stop(entry);
  }

  whenClosed(act: () => void): void {
    this.#afterwards = act;
  }

  /** The network is back: what was interrupted does not wait any longer. */
  readonly goOn = (): void => {
    for (const { item } of this.#entries.values()) if (item.phase === "interrupted") this.resume(item.id);
  };

  /** The network is away: said at once, not when a request gives up. */
  readonly interrupt = (): void => {
    for (const entry of this.#entries.values()) {
      if (entry.item.phase !== "sending" && entry.item.phase !== "waiting") continue;
      this.#stop(entry);
      this.#failed(entry, entry.transfer?.offsetBytes ?? 0, undefined);
    }
  };

  #announce(): void {
    this.#items = [...this.#entries.values()].map(({ item }) => item);
    for (const listener of this.#listeners) listener();
  }

  #change(entry: Entry, change: Partial<UploadItem>): void {
    if (!this.#entries.has(entry.item.id)) return;
    entry.item = { ...entry.item, ...change };
    this.#announce();
  }

  #stop(entry: Entry): void {
    clearTimeout(entry.retryTimer);
    entry.retryTimer = undefined;
    entry.running?.abort();
    entry.running = undefined;
  }

  #startNext(): void {
    const entries = [...this.#entries.values()];
    const free = sendingAtOnce - entries.filter(({ running }) => running).length;
    const waiting = entries.filter(({ item }) => item.phase === "waiting").slice(0, Math.max(0, free));
    if (!this.#closed) for (const entry of waiting) void this.#run(entry);
  }

  async #run(entry: Entry): Promise<void> {
    const running = new AbortController();
    entry.running = running;
    this.#change(entry, { phase: "sending" });
    const isMine = (): boolean => entry.running === running;
    entry.transfer ??= { file: entry.item.file, url: undefined, offsetBytes: 0, onProgress: () => undefined };
    const transfer: Transfer = Object.assign(entry.transfer, {
      signal: running.signal,
      onProgress: (sentBytes: number) => void (isMine() && this.#change(entry, { sentBytes })),
    });
    try {
      await transferFile(this.#settings, transfer);
      if (!isMine()) return;
      entry.running = undefined;
      const uploadId = uploadIdOf(transfer.url!);
      this.#change(entry, { phase: "done", uploadId, sentBytes: entry.item.file.size, problem: undefined });
      this.#onDone({ ...entry.item, uploadId });
    } catch (error) {
      if (!isMine()) return;
      entry.running = undefined;
      this.#failed(entry, transfer.offsetBytes, error);
    }
    this.#startNext();
  }

  #failed(entry: Entry, sentBytes: number, error: unknown): void {
    const refused = error instanceof UploadRefused ? error : undefined;
    if (refused && !refused.retry) return this.#change(entry, { phase: "failed", problem: refused.problem, sentBytes });
    const growingMs = Math.min(longestPauseMs, 500 * 2 ** entry.tries++);
    entry.retryTimer = setTimeout(() => {
      entry.retryTimer = undefined;
      this.#change(entry, { phase: "waiting" });
      this.#startNext();
    }, refused?.afterMs ?? growingMs);
    this.#change(entry, { phase: "interrupted", problem: refused?.problem, sentBytes });
  }
}

/** The files of a queue, for a component that shows them. */
export const useUploads = (queue: UploadQueue): readonly UploadItem[] =>
  useSyncExternalStore(queue.subscribe, queue.items);
