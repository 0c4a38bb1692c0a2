import { createServer } from "node:net";
import type { Config, DoorName } from "#/config.ts";
import { Refusal } from "#/kernel/index.ts";

interface Port {
  readonly variable: string;
  readonly door: DoorName;
  readonly number: number;
  readonly host: string;
}

const portsOf = (config: Config): Port[] => [
  { variable: "ZEGEL_HTTP_PORT", door: "http", number: config.httpPort, host: config.httpListenHost },
  { variable: "ZEGEL_SMTP_PORT", door: "smtp", number: config.smtpPort, host: config.listenHost },
  { variable: "ZEGEL_SMTPS_PORT", door: "smtp", number: config.smtpsPort, host: config.listenHost },
];

/** The refusal that names port and variable, for an error of `listen`; `undefined` for any other error. */
export function portRefusal(config: Config, error: unknown): Refusal | undefined {
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code !== "EADDRINUSE" && code !== "EACCES") return undefined;
  const variable = portsOf(config).find((each) => each.number === port)?.variable;
  if (!variable) return undefined;
  return new Refusal("conflict", code === "EACCES" ? "port.denied" : "port.taken", { port: String(port), variable });
}

function tryPort(host: string, port: number): Promise<unknown> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", resolve);
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/**
 * Looks before anything is started, since a database that comes up only to go down again helps nobody.
 * @throws Refusal `port.taken` or `port.denied`; `config.invalid` for one port given twice.
 */
export async function checkPorts(config: Config): Promise<void> {
  const wanted = portsOf(config).filter(({ door, number }) => number !== 0 && config.doors.includes(door));
  for (const [index, { number, variable, host }] of wanted.entries()) {
    const twin = wanted.slice(0, index).find((other) => other.number === number);
    if (twin) {
      throw new Refusal("invalid", "config.invalid", { variable, expects: `another port than ${twin.variable}` });
    }
    const error = await tryPort(host, number);
    if (error) throw portRefusal(config, error) ?? error;
  }
}
