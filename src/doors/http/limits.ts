import { minuteMs, secondMs } from "#/kernel/index.ts";

/** Bounds on what one client may take of the server. Times in milliseconds, sizes in bytes. */
export interface HttpLimits {
  /** From the first byte, or from connecting, to the end of the header. */
  readonly headerTimeoutMs: number;
  /** For a JSON body to arrive whole. */
  readonly bodyTimeoutMs: number;
  /** Without a byte in either direction. */
  readonly idleTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  /** An upload slower than this, on average after `bodyTimeoutMs`, is ended. */
  readonly uploadBytesPerSecond: number;
  readonly headerBytes: number;
  readonly jsonBytes: number;
  /** The part `message` of an upload. */
  readonly messagePartBytes: number;
  readonly attachments: number;
  readonly attachmentBytes: number;
  readonly attachmentNameLength: number;
  readonly connections: number;
  /** How often is looked whether the certificate was renewed. */
  readonly certificateCheckMs: number;
  /** What requests that run get to finish when the door closes. */
  readonly closeTimeoutMs: number;
}

export const standardLimits: HttpLimits = {
  headerTimeoutMs: 20 * secondMs,
  bodyTimeoutMs: minuteMs,
  idleTimeoutMs: 2 * minuteMs,
  keepAliveTimeoutMs: 72 * secondMs,
  uploadBytesPerSecond: 256,
  headerBytes: 16 * 1024,
  jsonBytes: 1024 * 1024,
  messagePartBytes: 16 * 1024 * 1024,
  attachments: 100,
  attachmentBytes: 2 * 1024 ** 3,
  attachmentNameLength: 200,
  connections: 4000,
  certificateCheckMs: 10 * minuteMs,
  closeTimeoutMs: 5 * secondMs,
};
