import type { AddressInfo } from "node:net";
import { once } from "node:events";
import type { AppPasswordActor } from "#/identity/index.ts";
import type { MailApp } from "#/mail/index.ts";
import { AddressLimits, connectionLimits } from "./address-limits.ts";
import type { ConnectionLimits } from "./address-limits.ts";
import { tlsPair } from "./certificate.ts";
import { submissionHandlers } from "./handlers.ts";
import type { SubmissionSession } from "./handlers.ts";
import { watchCertificate } from "./renewal.ts";
import { watchRevoked } from "./revoked.ts";
import { SubmissionServer } from "./submission-server.ts";

export interface SmtpDoor {
  /** `smtp://host:port` (STARTTLS) and `smtps://host:port`, with the ports that were taken. */
  readonly addresses: readonly string[];
  close(): Promise<void>;
}

export { connectionLimits } from "./address-limits.ts";
export type { ConnectionLimits } from "./address-limits.ts";

/** How long a session that is in the middle of something may go on when the door closes. */
const closeMs = 4_000;

/**
 * Opens mail submission (RFC 6409): with STARTTLS (RFC 3207) and with TLS from the first byte (RFC 8314). A 250 after DATA
 * is given once the message is durable and committed. Fails when a port is taken.
 */
export async function openSmtpDoor(app: MailApp, limits: ConnectionLimits = connectionLimits): Promise<SmtpDoor> {
  const { config } = app;
  const addresses = new AddressLimits(app.clock, limits);
  const pair = tlsPair(config, app.clock.now());
  const servers: SubmissionServer[] = [];
  const closeSession = (session: SubmissionSession): void => closeWhere((open) => open.id === session.id);
  const options = {
    ...submissionHandlers({ app, limits, addresses, close: closeSession }),
    ...pair,
    minVersion: "TLSv1.2",
    name: new URL(config.publicUrl).hostname,
    banner: "Zegel",
    heloResponse: "%s",
    authRequiredMessage: "5.7.0 Log in first, over an encrypted connection (STARTTLS), with an app password.",
    size: limits.messageBytes,
    maxClients: limits.connections,
    socketTimeout: limits.idleMs,
    closeTimeout: closeMs,
  } as const;
  servers.push(new SubmissionServer({ ...options }), new SubmissionServer({ ...options, secure: true }));

  function closeWhere(
    condition: (session: SubmissionSession) => boolean,
    text = "4.3.2 This connection was ended. Connect again.",
  ): void {
    for (const server of servers) {
      for (const connection of server.openConnections) {
        if (condition(sessionOf(connection))) connection.send(421, text);
      }
    }
  }

  for (const server of servers) {
    server.on("error", (error: Error & { syscall?: string }) => {
      if (error.syscall !== "listen") app.log.debug({ reason: error.message }, "a connection broke");
    });
  }
  const sessions = (): SubmissionSession[] => servers.flatMap((server) => [...server.openConnections].map(sessionOf));
  const stopWatching = [
    watchRevoked(app, limits.revokedCheckMs, {
      actors: () => sessions().flatMap(({ user }) => user || []),
      end: (ids) => closeWhere(({ user }) => Boolean(user) && ids.includes((user as AppPasswordActor).appPasswordId)),
    }),
    watchCertificate(app, limits.certificateCheckMs, (renewed) => {
      for (const server of servers) server.updateSecureContext({ ...renewed });
    }),
  ];
  const close = async (): Promise<void> => {
    for (const stop of stopWatching) stop();
    // Whoever is in the middle of a mail may finish it; the others go now.
    closeWhere(
      (session) => !session.envelope?.mailFrom,
      "4.3.2 The server is shutting down. Connect again in a moment.",
    );
    await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(resolve))));
  };
  try {
    const ports = [config.smtpPort, config.smtpsPort];
    const taken = await Promise.all(servers.map((server, index) => listen(server, ports[index]!, config.listenHost)));
    const host = new URL(config.publicUrl).hostname;
    return { addresses: [`smtp://${host}:${taken[0]}`, `smtps://${host}:${taken[1]}`], close };
  } catch (error) {
    await close();
    throw error;
  }
}

const sessionOf = (connection: { readonly session: unknown }): SubmissionSession =>
  connection.session as SubmissionSession;

async function listen(server: SubmissionServer, port: number, host: string): Promise<number> {
  server.listen(port, host);
  await once(server.server, "listening");
  return (server.server.address() as AddressInfo).port;
}
