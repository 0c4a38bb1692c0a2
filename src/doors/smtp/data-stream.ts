/* oxlint-disable no-underscore-dangle -- the members of the package are named so */
import { SMTPStream } from "smtp-server/lib/smtp-stream.js";
import type { SMTPDataStream } from "smtp-server/lib/smtp-stream.js";

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const dot = 0x2e;

/** Where in a line the parser is. */
const at = { lineStart: 0, inLine: 1, afterReturn: 2, afterDot: 3, afterDotReturn: 4 } as const;

/** A message as it comes in; says whether it held a line end that is none (RFC 5321, section 2.3.8). */
export type MessageStream = SMTPDataStream & { hasBareLineEnd: boolean };

/**
 * Takes the dots out of DATA in one pass, however many lines begin with one. Only CRLF "." CRLF ends the message; a
 * carriage return or line feed alone ends no line, and is told, since another server may read it as an end.
 */
export class LinearStream extends SMTPStream {
  #state: (typeof at)[keyof typeof at] = at.lineStart;

  override startDataMode(maxBytes?: number): MessageStream {
    this.#state = at.lineStart;
    return Object.assign(super.startDataMode(maxBytes), { hasBareLineEnd: false });
  }

  override _feedDataStream(chunk: Buffer, done: (error?: Error | null) => void): void {
    const stream = this._dataStream as MessageStream;
    const out = Buffer.allocUnsafe(chunk.length + 1);
    let length = 0;
    let state = this.#state;
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index]!;
      if (state === at.lineStart && byte === dot) {
        state = at.afterDot;
        continue;
      }
      if (state === at.afterDot && byte === carriageReturn) {
        state = at.afterDotReturn;
        continue;
      }
      if (state === at.afterDotReturn) {
        if (byte === lineFeed) {
          this._countDataBytes(length);
          this._endDataMode(out.subarray(0, length), chunk.subarray(index + 1), done);
          return;
        }
        out[length] = carriageReturn;
        length += 1;
        state = at.afterReturn;
      }
      if (state === at.afterReturn && byte === lineFeed) state = at.lineStart;
      else {
        if (state === at.afterReturn || byte === lineFeed) stream.hasBareLineEnd = true;
        state = byte === carriageReturn ? at.afterReturn : at.inLine;
      }
      out[length] = byte;
      length += 1;
    }
    this.#state = state;
    this._countDataBytes(length);
    const isFull = length > 0 && stream.writable && !stream.write(out.subarray(0, length));
    if (isFull && !stream.destroyed) whenDrained(stream, done);
    else done();
  }
}

/** A stream that its reader destroyed never drains, it only closes. */
function whenDrained(stream: MessageStream, done: () => void): void {
  const finish = (): void => {
    stream.off("drain", finish);
    stream.off("close", finish);
    done();
  };
  stream.once("drain", finish);
  stream.once("close", finish);
}
