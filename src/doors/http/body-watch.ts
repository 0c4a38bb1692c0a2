import type { IncomingMessage } from "node:http";
import { secondMs } from "#/kernel/index.ts";
import type { HttpLimits } from "./limits.ts";

/**
 * Ends the connection of a client that sends its body too slowly: JSON has a fixed time, an upload a lowest average
 * pace. Node's own limit on the whole request would end honest large uploads too.
 */
export function watchBody(request: IncomingMessage, limits: HttpLimits, isUpload: boolean): void {
  const { socket } = request;
  const startedAtMs = performance.now();
  const startBytes = socket.bytesRead;
  const check = (): void => {
    if (request.complete) return;
    const seconds = (performance.now() - startedAtMs) / secondMs;
    if (isUpload && (socket.bytesRead - startBytes) / seconds >= limits.uploadBytesPerSecond) return;
    socket.destroy();
  };
  const timer = isUpload ? setInterval(check, limits.bodyTimeoutMs) : setTimeout(check, limits.bodyTimeoutMs);
  timer.unref();
  const stop = (): void => clearInterval(timer);
  request.once("end", stop);
  request.once("close", stop);
}
