import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const compressible = /\.(?:html|m?js|css|svg|json|txt)$/;
const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

export interface FileSize {
  readonly name: string;
  readonly sizeBytes: number;
  /** What travels with gzip, the larger of the two; fonts travel as they are. */
  readonly sentBytes: number;
}

/** Writes `.br` and `.gz` beside every text file below the directory and tells the sizes of all files. */
export async function compressBeside(directory: string): Promise<FileSize[]> {
  const names = (await readdir(directory, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !/\.(?:br|gz)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  return Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(name);
      if (!compressible.test(name)) return { name, sizeBytes: bytes.byteLength, sentBytes: bytes.byteLength };
      const [brotli, zipped] = await Promise.all([
        compressBrotli(bytes, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength },
        }),
        compressGzip(bytes, { level: 9 }),
      ]);
      await Promise.all([writeFile(`${name}.br`, brotli), writeFile(`${name}.gz`, zipped)]);
      return { name, sizeBytes: bytes.byteLength, sentBytes: zipped.byteLength };
    }),
  );
}
