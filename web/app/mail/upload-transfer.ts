import type { Problem } from "#/contract/index.ts";
import { uploadProtocol } from "#/contract/uploads.ts";

const { path, version, contentType, pieceBytes } = uploadProtocol;

/** Whole pieces, few enough for proxies in between. */
const standardRequestBytes = 16 * pieceBytes;

/** One request of an upload. */
export interface UploadRequest {
  readonly method: "POST" | "HEAD" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Read from the disk as it leaves; never all of it in memory. */
  readonly body?: Blob;
  readonly onProgress?: (sentBytes: number) => void;
  readonly signal?: AbortSignal;
}
export interface UploadAnswer {
  readonly status: number;
  readonly text: string;
  header(name: string): string | null;
}
/** Rejects when there was no answer: the network is away, or `signal` was aborted. */
export type SendUploadRequest = (request: UploadRequest) => Promise<UploadAnswer>;

/** The server said no. `retry`: it may say yes later; `afterMs` is what it asked to wait. */
export class UploadRefused extends Error {
  readonly problem: Problem;
  readonly retry: boolean;
  readonly afterMs: number | undefined;
  constructor(problem: Problem, retry: boolean, afterMs?: number) {
    super(problem.code);
    this.problem = problem;
    this.retry = retry;
    this.afterMs = afterMs;
  }
}

export interface TransferSettings {
  readonly send: SendUploadRequest;
  token(): string | undefined;
  language(): string;
  /** So much goes with one request: whole mebibytes. Default: 16. */
  readonly requestBytes?: number;
}

/** How far a file has come. The transfer changes it; whoever starts another one with it goes on there. */
export interface Transfer {
  readonly file: File;
  /** Where the server has it; undefined before it was announced. */
  url: string | undefined;
  /** That the server has for certain. */
  offsetBytes: number;
  readonly signal: AbortSignal;
  /** Also of what is still on its way. */
  onProgress(sentBytes: number): void;
}

const headersOf = ({ token, language }: TransferSettings): Record<string, string> => ({
  "tus-resumable": version,
  "x-zegel-token": token() ?? "",
  "accept-language": language(),
});

function refusalOf({ status, text, header }: UploadAnswer): UploadRefused {
  const seconds = Number(header("retry-after") ?? "");
  const afterMs = seconds > 0 ? seconds * 1000 : undefined;
  const retry = status >= 500 || [408, 409, 423, 425, 429].includes(status);
  try {
    const problem = JSON.parse(text) as Problem;
    if (typeof problem.code === "string") return new UploadRefused(problem, retry, afterMs);
  } catch {
    // An answer to HEAD has no body, and a proxy's own error page is no problem document.
  }
  const code = status === 401 ? "http.sign_in" : "page.unexpected";
  return new UploadRefused({ type: "about:blank", title: "", status, code }, retry, afterMs);
}

async function ask(settings: TransferSettings, request: UploadRequest): Promise<UploadAnswer> {
  const answer = await settings.send({ ...request, headers: { ...headersOf(settings), ...request.headers } });
  if (answer.status >= 400) throw refusalOf(answer);
  return answer;
}

function offsetIn(answer: UploadAnswer): number {
  const offsetBytes = Number(answer.header("upload-offset") ?? Number.NaN);
  if (!Number.isSafeInteger(offsetBytes)) throw refusalOf({ ...answer, status: 502, header: answer.header });
  return offsetBytes;
}

async function announce(settings: TransferSettings, transfer: Transfer): Promise<void> {
  const { signal, file } = transfer;
  const headers = { "upload-length": String(file.size) };
  const answer = await ask(settings, { method: "POST", url: path, headers, signal });
  transfer.url = answer.header("location") ?? undefined;
  transfer.offsetBytes = 0;
}

/** Where it is, or from the beginning when the server has it no more. */
async function findPlace(settings: TransferSettings, transfer: Transfer): Promise<void> {
  try {
    const { url, signal } = transfer;
    transfer.offsetBytes = offsetIn(await ask(settings, { method: "HEAD", url: url!, headers: {}, signal }));
  } catch (error) {
    if (!(error instanceof UploadRefused) || error.problem.status !== 404) throw error;
    await announce(settings, transfer);
  }
}

/**
 * Sends a file until the server has all of it, from where it is. The server counts in whole pieces and may have less than
 * was sent: each request goes on from what the answer before said. Throws `UploadRefused`, or what `send` rejects with
 * when there is no answer; then call it again with the same `transfer`.
 */
export async function transferFile(settings: TransferSettings, transfer: Transfer): Promise<void> {
  if (transfer.url === undefined) await announce(settings, transfer);
  else await findPlace(settings, transfer);
  const { file, signal } = transfer;
  const { requestBytes = standardRequestBytes } = settings;
  while (transfer.offsetBytes < file.size) {
    const from = transfer.offsetBytes;
    transfer.onProgress(from);
    const answer = await ask(settings, {
      method: "PATCH",
      url: transfer.url!,
      headers: { "content-type": contentType, "upload-offset": String(from) },
      body: file.slice(from, from + requestBytes),
      onProgress: (sentBytes) => transfer.onProgress(Math.min(file.size, from + sentBytes)),
      signal,
    });
    transfer.offsetBytes = offsetIn(answer);
  }
  transfer.onProgress(file.size);
}

/** How often to ask again while the request that was just stopped is still being noticed. */
const forgetTries = 5;
const forgetPauseMs = 2000;

/** The server throws away what it has; where that fails, it runs out by itself. */
export async function forgetUpload(settings: TransferSettings, url: string): Promise<void> {
  for (let tries = 0; tries < forgetTries; tries++) {
    const sent = settings.send({ method: "DELETE", url, headers: headersOf(settings) });
    const status = await sent.then(
      (answer) => answer.status,
      () => 0,
    );
    if (status !== 423) return;
    await new Promise((resolve) => setTimeout(resolve, forgetPauseMs));
  }
}

export const uploadIdOf = (url: string): string => url.slice(url.lastIndexOf("/") + 1);
