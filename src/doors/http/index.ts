import type { AddressInfo } from "node:net";
import { endBackgroundMerging } from "#/mail/index.ts";
import type { HttpApp } from "./app.ts";
import { type HttpLimits, standardLimits } from "./limits.ts";
import { buildServer } from "./server.ts";

export type { HttpApp } from "./app.ts";
export { type HttpLimits, standardLimits } from "./limits.ts";

export interface HttpDoor {
  /** As a person types them: `http://localhost:8025`. */
  readonly addresses: readonly string[];
  /** The one that was taken, also when any free one was asked for. */
  readonly port: number;
  /** Takes nothing new, lets requests that run finish within `closeTimeoutMs`, then ends them. */
  close(): Promise<void>;
}

/**
 * Opens the HTTP door: pages, API, health. Listens when it resolves.
 * @throws the system's error `EADDRINUSE` or `EACCES` with `port`, when the port can't be had.
 */
export async function openHttpDoor(app: HttpApp, limits: HttpLimits = standardLimits): Promise<HttpDoor> {
  const { config } = app;
  const server = await buildServer(app, limits);
  try {
    await server.listen({ host: config.httpListenHost, port: config.httpPort });
  } catch (error) {
    await server.close();
    throw Object.assign(error as Error, { port: config.httpPort });
  }
  const { port } = server.server.address() as AddressInfo;
  const url = new URL(config.publicUrl);
  if (config.isLocal) {
    url.protocol = config.tls ? "https:" : "http:";
    url.port = String(port);
  }
  return {
    addresses: [url.origin],
    port,
    close: async () => {
      const timer = setTimeout(() => server.server.closeAllConnections(), limits.closeTimeoutMs);
      try {
        await server.close();
      } finally {
        clearTimeout(timer);
        await endBackgroundMerging(app);
      }
    },
  };
}
