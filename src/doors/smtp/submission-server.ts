/* oxlint-disable no-underscore-dangle -- the members of the package are named so */
import type { Socket } from "node:net";
import { SMTPServer } from "smtp-server";
import type { SMTPServerOptions } from "smtp-server";
import type { SMTPConnection } from "smtp-server/lib/smtp-connection.js";
import { SubmissionConnection } from "./connection.ts";

/** What the package has and its types leave out. */
interface ServerParts {
  readonly connections: Set<SMTPConnection>;
  _onError(error: Error): void;
}

export class SubmissionServer extends SMTPServer {
  constructor(options: SMTPServerOptions) {
    super({
      ...options,
      logger: false,
      authMethods: ["PLAIN", "LOGIN"],
      disabledCommands: ["HELP", "VRFY", "WIZ", "SHELL", "KILL", "XCLIENT", "XFORWARD"],
      disableReverseLookup: true,
      hideDSN: false,
      hideENHANCEDSTATUSCODES: false,
      rejectOversized: true,
    } as SMTPServerOptions);
  }

  /** Called by the package for each socket that came in. */
  override connect(socket: Socket, options?: object): void {
    const parts = this as unknown as ServerParts;
    const connection = new SubmissionConnection(this, socket, options);
    parts.connections.add(connection);
    connection.on("error", (error: Error) => parts._onError(error));
    connection.init();
  }

  get openConnections(): ReadonlySet<SMTPConnection> {
    return (this as unknown as ServerParts).connections;
  }
}
