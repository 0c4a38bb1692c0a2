// The package ships no types for these two; only what the door overrides is described.

declare module "smtp-server/lib/smtp-stream.js" {
  import type { PassThrough, Writable } from "node:stream";

  export type SMTPDataStream = PassThrough & { byteLength: number; sizeExceeded: boolean };

  export class SMTPStream extends Writable {
    constructor(options?: { maxCommandLength?: number | undefined });
    isClosed: boolean;
    dataBytes: number;
    _dataStream: SMTPDataStream | null;
    _maxBytes: number;
    oncommand(command: Buffer, callback?: () => void): void;
    startDataMode(maxBytes?: number): SMTPDataStream;
    _countDataBytes(length: number): void;
    _feedDataStream(chunk: Buffer, done: (error?: Error | null) => void): void;
    _endDataMode(chunk: Buffer | false, remainder: Buffer, callback: (error?: Error | null) => void): void;
  }
}

declare module "smtp-server/lib/smtp-connection.js" {
  import type { EventEmitter } from "node:events";
  import type { Socket } from "node:net";
  import type { SMTPServer, SMTPServerSession } from "smtp-server";
  import type { SMTPStream } from "smtp-server/lib/smtp-stream.js";

  export class SMTPConnection extends EventEmitter {
    constructor(server: SMTPServer, socket: Socket, options?: object);
    readonly id: string;
    readonly secure: boolean;
    readonly session: SMTPServerSession;
    readonly remoteAddress: string;
    _socket: Socket;
    _server: SMTPServer & { options: { maxClients?: number }; connections: Set<SMTPConnection> };
    init(): void;
    connectionReady(next?: () => void): void;
    send(code: number, data?: string | readonly string[] | false, context?: string | false): void;
    close(): void;
    _setListeners(callback: () => void): void;
    _createParser(): SMTPStream;
    _onCommand(command: Buffer, callback?: () => void): void;
  }
}
