import assert from "node:assert/strict";
import { createDecipheriv, pbkdf2Sync } from "node:crypto";

interface Head {
  readonly format: string;
  readonly version: number;
  readonly kdf: { readonly hash: string; readonly iterations: number; readonly salt: string };
  readonly cipher: { readonly chunkBytes: number };
}
export interface OfflineIndex {
  readonly subject: string;
  readonly messages: readonly {
    readonly attachments: readonly { readonly part: number; readonly sizeBytes: number }[];
  }[];
}

function nonceOf(...numbers: readonly number[]): Buffer {
  const nonce = Buffer.alloc(12);
  for (const [place, number] of numbers.entries()) nonce.writeUInt32BE(number, place * 4);
  return nonce;
}

/** A second reader, by docs/spec/offline-copy.md and without the program in the file. */
export function readOfflineCopy(file: string, password: string): { index: OfflineIndex; parts: Buffer[] } {
  const headText = /<script type="application\/json" id="zegel-copy">([^]*?)<\/script>/.exec(file)?.[1] ?? "";
  const head = JSON.parse(headText) as Head;
  assert.deepEqual([head.format, head.version], ["zegel-offline-copy", 1]);
  assert.ok(head.kdf.iterations >= 600_000);
  const { salt, iterations } = head.kdf;
  const key = pbkdf2Sync(password.normalize("NFKC"), Buffer.from(salt, "base64"), iterations, 32, "sha256");
  const elements = /<script type="text\/plain" data-part="(\d+)" data-chunk="(\d+)">([^<]*)<\/script>/g;
  const chunks = [...file.matchAll(elements)].map(([, part, chunk, text]) => ({
    part: Number(part),
    chunk: Number(chunk),
    sealed: Buffer.from(text!, "base64"),
  }));
  const open = (part: number): Buffer => {
    const own = chunks.filter((each) => each.part === part);
    assert.ok(own.length > 0, `part ${part} is there`);
    return Buffer.concat(
      own.map(({ chunk, sealed }, place) => {
        assert.equal(chunk, place);
        const isLast = place === own.length - 1;
        const opened = createDecipheriv("aes-256-gcm", key, nonceOf(part, chunk, isLast ? 1 : 0));
        opened.setAAD(Buffer.from(headText, "utf8"));
        opened.setAuthTag(sealed.subarray(-16));
        const plain = Buffer.concat([opened.update(sealed.subarray(0, -16)), opened.final()]);
        if (!isLast) assert.equal(plain.byteLength, head.cipher.chunkBytes);
        return plain;
      }),
    );
  };
  const index = JSON.parse(open(0).toString("utf8")) as OfflineIndex;
  const parts = index.messages.flatMap(({ attachments }) =>
    attachments.map(({ part, sizeBytes }) => {
      const plain = open(part);
      assert.equal(plain.byteLength, sizeBytes);
      return plain;
    }),
  );
  return { index, parts };
}
