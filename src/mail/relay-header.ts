import { type Bytes, concat, view } from "#/kernel/index.ts";

const emptyLine = Buffer.from("\r\n\r\n", "latin1");
const longestHeaderBytes = 300 * 1024;

/**
 * The mail as it came, but without its own Bcc fields, if the mail program left them in: recipients must not learn of
 * each other by them (RFC 5322, section 3.6.3). A mail without such a field passes byte for byte.
 */
export async function* withoutBcc(mail: AsyncIterable<Bytes>): AsyncGenerator<Bytes, void> {
  let held: Bytes | undefined = new Uint8Array(0);
  for await (const piece of mail) {
    if (held === undefined) {
      yield piece;
      continue;
    }
    held = concat(held, piece);
    const end = view(held).indexOf(emptyLine);
    if (end < 0 && held.byteLength < longestHeaderBytes) continue;
    const headBytes: number = end < 0 ? held.byteLength : end + 2;
    yield* withoutField(view(held).subarray(0, headBytes));
    if (held.byteLength > headBytes) yield held.subarray(headBytes);
    held = undefined;
  }
  if (held !== undefined && held.byteLength > 0) yield* withoutField(view(held));
}

function* withoutField(head: Buffer): Generator<Bytes> {
  const text = head.toString("latin1");
  const kept = text.replaceAll(/^(?:resent-)?bcc[ \t]*:[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*/gim, "");
  yield kept.length === text.length ? head : Buffer.from(kept, "latin1");
}
