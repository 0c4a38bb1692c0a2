import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** One built file, in memory, in the encodings in which it may be sent. */
export interface PageFile {
  readonly type: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly brotli: Buffer | undefined;
  readonly gzip: Buffer | undefined;
  /** The name carries a hash of the content. */
  readonly immutable: boolean;
}

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  json: "application/json; charset=utf-8",
  svg: "image/svg+xml; charset=utf-8",
  png: "image/png",
  ico: "image/x-icon",
  woff2: "font/woff2",
  woff: "font/woff",
  txt: "text/plain; charset=utf-8",
};
const compressible = new Set(["html", "css", "js", "mjs", "json", "svg", "txt"]);
const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

const existing = async (path: string): Promise<Buffer | undefined> => {
  try {
    return await readFile(path);
  } catch {
    return undefined;
  }
};

async function readPageFile(path: string): Promise<PageFile | undefined> {
  const ending = /\.([a-z0-9]+)$/.exec(path)?.[1] ?? "";
  const type = types[ending];
  if (!type) return undefined;
  const plain = await readFile(path);
  const isText = compressible.has(ending);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5 };
  return {
    type,
    etag: `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`,
    plain,
    brotli: isText ? ((await existing(`${path}.br`)) ?? (await compressBrotli(plain, { params }))) : undefined,
    gzip: isText ? ((await existing(`${path}.gz`)) ?? (await compressGzip(plain))) : undefined,
    immutable: path.includes(`${sep}assets${sep}`),
  };
}

/**
 * All built files below `directory` by their path in it (`assets/index-abc.js`); empty when nothing was built. What is
 * served is looked up here and nowhere else, so no path can lead out of the directory.
 */
export async function readPageFiles(directory: string): Promise<ReadonlyMap<string, PageFile>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile() && !/\.(?:br|gz|map)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const files = new Map<string, PageFile>();
  for (const path of paths) {
    const file = await readPageFile(path);
    if (file) files.set(relative(directory, path).split(sep).join("/"), file);
  }
  return files;
}
