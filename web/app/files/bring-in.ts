import { batchProtocol } from "#/contract/uploads.ts";
import { fillPath, ProblemError } from "../../parts/call.ts";
import { localeOf } from "../../parts/languages.ts";
import { sendUploadRequest } from "../mail/page-uploads.ts";
import { transferFile, uploadIdOf } from "../mail/upload-transfer.ts";
import { call, pageToken } from "../session.ts";
import { spokenLanguage } from "../words.ts";
import type { ChosenFile } from "./dropped.ts";

/** How far bringing in has come. */
export interface BroughtIn {
  readonly files: number;
  readonly doneFiles: number;
  readonly bytes: number;
  readonly doneBytes: number;
  readonly refused: readonly { readonly name: string; readonly why: string }[];
}

const smallBytes = 2 ** 20;
const batchFiles = 200;
const batchBytes = 8 * 2 ** 20;

/** What a file costs to send besides its content, so that many empty ones move the bar too. */
const modifiedAtOf = (file: File): string => new Date(file.lastModified).toISOString();

function partsOf(files: readonly ChosenFile[]): Blob {
  const encoder = new TextEncoder();
  return new Blob(
    files.flatMap(({ path, file }) => {
      const head = encoder.encode(JSON.stringify({ path, sizeBytes: file.size, modifiedAt: modifiedAtOf(file) }));
      const size = new DataView(new ArrayBuffer(4));
      size.setUint32(0, head.byteLength);
      return [size.buffer, head, file];
    }),
  );
}

type Line = { readonly entryId: string } | { readonly code: string; readonly title: string };

async function sendBatch(folderId: string, files: readonly ChosenFile[], signal: AbortSignal): Promise<Line[]> {
  const answer = await fetch(fillPath(batchProtocol.path, { folderId }), {
    method: "POST",
    headers: {
      "content-type": batchProtocol.contentType,
      "x-zegel-token": pageToken() ?? "",
      "accept-language": localeOf(spokenLanguage()),
    },
    body: partsOf(files),
    signal,
  });
  const text = await answer.text();
  if (!answer.ok) throw new ProblemError(JSON.parse(text));
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

/** In groups: small ones together, each large one alone. */
export function groupsOf(files: readonly ChosenFile[]): ChosenFile[][] {
  const groups: ChosenFile[][] = [];
  let group: ChosenFile[] = [];
  let bytes = 0;
  const close = (): void => {
    if (group.length > 0) groups.push(group);
    group = [];
    bytes = 0;
  };
  for (const chosen of files) {
    if (chosen.file.size > smallBytes) {
      groups.push([chosen]);
      continue;
    }
    if (group.length >= batchFiles || bytes + chosen.file.size > batchBytes) close();
    group.push(chosen);
    bytes += chosen.file.size;
  }
  close();
  return groups;
}

async function sendLarge(
  folderId: string,
  { path, file }: ChosenFile,
  signal: AbortSignal,
  onProgress: (sentBytes: number) => void,
): Promise<void> {
  const transfer = { file, url: undefined as string | undefined, offsetBytes: 0, signal, onProgress };
  const settings = { token: pageToken, language: () => localeOf(spokenLanguage()), send: sendUploadRequest };
  await transferFile(settings, transfer);
  const folders = path.slice(0, -1);
  await call("addFile", {
    params: { folderId },
    body: { uploadId: uploadIdOf(transfer.url!), name: path.at(-1)!, modifiedAt: modifiedAtOf(file), folders },
  });
}

/**
 * Brings files into a folder, small ones many at a time. What the server refuses is told and holds up nothing else;
 * `signal` stops it: what is in by then stays.
 */
export async function bringIn(
  folderId: string,
  files: readonly ChosenFile[],
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (how: BroughtIn) => void },
): Promise<BroughtIn> {
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  let how: BroughtIn = { files: files.length, doneFiles: 0, bytes, doneBytes: 0, refused: [] };
  const tell = (change: Partial<BroughtIn>): void => onProgress((how = { ...how, ...change }));
  tell({});
  for (const group of groupsOf(files)) {
    const before = how;
    const groupBytes = group.reduce((sum, { file }) => sum + file.size, 0);
    const refused = [...before.refused];
    const [only] = group;
    if (group.length === 1 && only!.file.size > smallBytes)
      try {
        await sendLarge(folderId, only!, signal, (sent) => tell({ doneBytes: before.doneBytes + sent }));
      } catch (error) {
        if (signal.aborted || !(error instanceof ProblemError)) throw error;
        refused.push({ name: only!.path.join("/"), why: error.problem.title });
      }
    else
      for (const [index, line] of (await sendBatch(folderId, group, signal)).entries())
        if ("code" in line) refused.push({ name: group[index]?.path.join("/") ?? "", why: line.title });
    tell({ doneFiles: before.doneFiles + group.length, doneBytes: before.doneBytes + groupBytes, refused });
  }
  return how;
}
