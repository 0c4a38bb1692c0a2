/* oxlint-disable no-underscore-dangle -- the members of the package are named so */
import { SMTPConnection } from "smtp-server/lib/smtp-connection.js";
import { LinearStream } from "./data-stream.ts";

const enhancedCode = /^[245]\.\d{1,3}\.\d{1,3} /;

/**
 * A connection that greets at once, reads DATA in one pass, answers with the enhanced code that a text begins with, and
 * names AUTH only where a password may be sent.
 */
export class SubmissionConnection extends SMTPConnection {
  override init(): void {
    this._setListeners(() => {
      const { options, connections } = this._server;
      if (options.maxClients !== undefined && connections.size > options.maxClients) {
        this.send(421, "4.3.2 Too many connections. Try again in a moment.");
        return;
      }
      this.connectionReady();
    });
  }

  override _createParser(): LinearStream {
    const parser = new LinearStream({ maxCommandLength: 4_096 });
    parser.oncommand = (command, callback) => this._onCommand(command, callback);
    parser.on("error", () => this.send(421, "5.5.2 A line was too long. Check the mail program."));
    return parser;
  }

  override send(code: number, data?: string | readonly string[] | false, context?: string | false): void {
    if (typeof data === "string" && enhancedCode.test(data)) {
      const code3 = data.slice(0, data.indexOf(" "));
      const lines = data.slice(code3.length + 1).split("\n");
      super.send(code, lines.length === 1 ? data : lines.map((line) => `${code3} ${line}`), false);
      return;
    }
    // A password belongs into an encrypted connection: before that there is nothing to log in with.
    const shown =
      Array.isArray(data) && code === 250 && !this.secure
        ? data.filter((line: string) => !line.startsWith("AUTH "))
        : data;
    super.send(code, shown, context);
  }
}
