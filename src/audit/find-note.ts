import { readUnsigned } from "#/vault/index.ts";

export interface FoundNote {
  readonly note: string;
  readonly origin: string;
  readonly size: number;
}

const pattern = /^([^\s]+)\n(\d{1,16})\n([A-Za-z0-9+/]{43}=)\n\n((?:— \S+ [A-Za-z0-9+/=]+\n)+)/m;

const quotedPrintable = (text: string): string =>
  Buffer.from(
    text
      .replaceAll(/=\n/g, "")
      .replaceAll(/[\u0080-\uffff]/g, (sign) => [...Buffer.from(sign)].map((byte) => `=${byte.toString(16)}`).join(""))
      .replaceAll(/=([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    "latin1",
  ).toString("utf8");

const base64Blocks = (text: string): string[] =>
  (text.match(/(?:^[A-Za-z0-9+/]{60,76}=*\n)+(?:^[A-Za-z0-9+/]+=*\n)?/gm) ?? []).map((block) =>
    Buffer.from(block, "base64").toString("utf8"),
  );

/** The checkpoint in a text: alone in a file, or in a mail that was saved, with its headers and encodings. */
export function findNote(text: string): FoundNote | undefined {
  const plain = `${text.replaceAll("\r\n", "\n").replace(/^\uFEFF/, "")}\n`;
  for (const form of [plain, quotedPrintable(plain), ...base64Blocks(plain)]) {
    const [, origin, size, root, signatures] = pattern.exec(form.replaceAll("\r\n", "\n")) ?? [];
    const body = `${origin}\n${size}\n${root}\n`;
    if (origin && readUnsigned(body)) return { note: `${body}\n${signatures}`, origin, size: Number(size) };
  }
  return undefined;
}
