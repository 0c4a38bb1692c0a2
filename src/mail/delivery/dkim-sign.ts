import { createHash, createSign } from "node:crypto";
import type { DkimKey } from "#/secrets/index.ts";
import { headerFields, type HeaderField, RelaxedBody, relaxedField } from "./dkim-canonical.ts";

/** Signed where present. */
const signedNames = new Set(
  (
    "from sender reply-to subject date message-id to cc in-reply-to references mime-version content-type " +
    "content-transfer-encoding content-id content-description resent-date resent-from resent-sender resent-to resent-cc " +
    "resent-message-id list-id list-help list-unsubscribe list-unsubscribe-post list-subscribe list-post list-owner " +
    "list-archive auto-submitted"
  ).split(" "),
);
/** Named once more than they occur, so that no second one can be put before them on the way. */
const onlyOnce = ["from", "subject", "date", "to", "cc", "reply-to", "message-id", "content-type"];
const longestHeaderBytes = 320 * 1024;
const emptyLine = Buffer.from("\r\n\r\n", "latin1");

/** True when the author's domain is the key's own or below it: only then does the signature speak for the author. */
function speaksFor(fields: readonly HeaderField[], domain: string): boolean {
  const from = fields.filter(({ name }) => name === "from");
  if (from.length !== 1) return false;
  const addresses = [...relaxedField(from[0]!.raw).matchAll(/@([\w.-]+)/g)].map((match) => match[1]!.toLowerCase());
  const last = addresses.at(-1);
  return last !== undefined && (last === domain || last.endsWith(`.${domain}`));
}

/** Of several fields with one name the last one is signed first (RFC 6376, section 5.4.2). */
function chosen(fields: readonly HeaderField[]): { names: string[]; relaxed: string[] } {
  const signed = fields.filter(({ name }) => signedNames.has(name)).toReversed();
  const names = signed.map(({ name }) => name);
  return { names: [...names, ...onlyOnce], relaxed: signed.map(({ raw }) => relaxedField(raw)) };
}

/** At most some 70 characters a line. */
const folded = (text: string, at: RegExp): string => text.replaceAll(at, "$&\r\n\t");

/** Hashes a mail as it comes in pieces; `header` then gives the DKIM-Signature field with its line end. */
export class DkimSigning {
  readonly #key: DkimKey;
  readonly #hash = createHash("sha256");
  readonly #body = new RelaxedBody((block) => void this.#hash.update(block));
  #header: string | undefined;
  #held: Buffer = Buffer.alloc(0);

  constructor(key: DkimKey) {
    this.#key = key;
  }

  add(piece: Uint8Array): void {
    if (this.#header !== undefined) return this.#body.add(piece);
    this.#held = Buffer.concat([this.#held, piece]);
    const end = this.#held.indexOf(emptyLine);
    if (end < 0 && this.#held.byteLength < longestHeaderBytes) return;
    this.#takeHeader(end < 0 ? this.#held.byteLength : end);
  }

  /** Undefined when the mail is not its domain's to sign. */
  header(now: Date): string | undefined {
    if (this.#header === undefined) this.#takeHeader(this.#held.byteLength);
    this.#body.end();
    const fields = headerFields(this.#header!);
    const { domain, selector, privateKey } = this.#key;
    if (!speaksFor(fields, domain)) return undefined;
    const { names, relaxed } = chosen(fields);
    const tags = [
      `v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=${selector};`,
      `t=${Math.floor(now.getTime() / 1000)};`,
      `h=${folded(names.join(":"), /(?:[^:]+:){5}/g)};`,
      `bh=${this.#hash.digest("base64")};`,
      "b=",
    ];
    const unsigned = `DKIM-Signature: ${tags.join("\r\n\t")}`;
    const signature = createSign("sha256")
      .update(Buffer.from([...relaxed, relaxedField(unsigned)].join("\r\n"), "latin1"))
      .sign(privateKey, "base64");
    return `${unsigned}${folded(signature, /.{70}(?=.)/g)}\r\n`;
  }

  #takeHeader(end: number): void {
    const hasBody = end < this.#held.byteLength;
    this.#header = `${this.#held.toString("latin1", 0, end)}\r\n`;
    if (hasBody) this.#body.add(this.#held.subarray(end + emptyLine.length));
    this.#held = Buffer.alloc(0);
  }
}
