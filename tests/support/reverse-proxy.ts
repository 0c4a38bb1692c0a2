import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { programDirectory } from "#/config.ts";
import { makeSelfSigned } from "#/doors/smtp/self-signed.ts";
import { freePorts } from "./free-port.ts";
import { bareEnvironment, type RunningProcess, startProcess } from "./process.ts";
import { until } from "./until.ts";

export interface ReverseProxy {
  readonly httpsPort: number;
  readonly httpPort: number;
  /** Of whom its clients trust the certificate. */
  readonly certificate: string;
  /** Files that it wrote, beside its log and its configuration. */
  written(): string[];
  stop(): Promise<void>;
}

export const proxyNames = ["nginx", "caddy"] as const;
export type ProxyName = (typeof proxyNames)[number];

/** The text with each of the pairs replaced; each must be there, or the example has changed without its test. */
function substituted(text: string, pairs: readonly (readonly [string, string])[]): string {
  return pairs.reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`the example has no ${from}`);
    return result.replaceAll(from, to);
  }, text);
}

interface Setting {
  readonly directory: string;
  readonly host: string;
  readonly upstreamPort: number;
  readonly httpsPort: number;
  readonly httpPort: number;
}

const example = (name: string): string => readFileSync(join(programDirectory, "deploy", name), "utf8");

function nginx({ directory, host, upstreamPort, httpsPort, httpPort }: Setting): readonly [string, string[]] {
  const live = `${directory}/live`;
  const site = substituted(example("nginx.conf"), [
    ["127.0.0.1:8025", `127.0.0.1:${upstreamPort}`],
    ["listen [::]:443 ssl", `listen [::1]:${httpsPort} ssl`],
    ["listen 443 ssl", `listen ${httpsPort} ssl`],
    ["listen [::]:80;", `listen [::1]:${httpPort};`],
    ["listen 80;", `listen ${httpPort};`],
    ["/etc/letsencrypt/live/mail.example.nl", live],
    ["/etc/letsencrypt/live/mta-sts.example.nl", live],
    ["/etc/zegel", directory],
    ["mail.example.nl", host],
    ["example.nl", host],
  ]);
  writeFileSync(join(directory, "site.conf"), site);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((each) => `${each}_temp_path ${directory}/written/${each};`)
    .join(" ");
  // What Debian's own nginx.conf brings along, as far as it matters.
  const main = `daemon off; master_process off; error_log stderr warn; pid ${directory}/pid;
    events { worker_connections 256; }
    http { default_type application/octet-stream; access_log off; gzip on; sendfile on; ${temporary}
    include ${directory}/site.conf; }`;
  writeFileSync(join(directory, "nginx.conf"), main);
  return ["nginx", ["-e", "stderr", "-p", directory, "-c", join(directory, "nginx.conf")]];
}

function caddy({ directory, host, upstreamPort, httpsPort, httpPort }: Setting): readonly [string, string[]] {
  const tls = `tls ${directory}/live/fullchain.pem ${directory}/live/privkey.pem`;
  const sites = substituted(example("Caddyfile"), [
    ["127.0.0.1:8025", `127.0.0.1:${upstreamPort}`],
    ["/etc/zegel", directory],
    ["mta-sts.example.nl {", `mta-sts.${host} {\n\t${tls}`],
    ["http://mail.example.nl {", `http://${host} {`],
    ["mail.example.nl {", `${host} {\n\t${tls}`],
  ]);
  const global = `{\n\tadmin off\n\thttp_port ${httpPort}\n\thttps_port ${httpsPort}\n}\n`;
  const file = join(directory, "Caddyfile");
  writeFileSync(file, global + sites);
  return ["caddy", ["run", "--config", file, "--adapter", "caddyfile"]];
}

const canConnect = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    const end = (can: boolean): void => {
      socket.destroy();
      resolve(can);
    };
    socket.once("connect", () => end(true)).once("error", () => end(false));
  });

/** The example of `deploy/` with ports, names and paths of this machine, run by the real program. */
export async function startReverseProxy(
  name: ProxyName,
  { directory, host, upstreamPort }: { directory: string; host: string; upstreamPort: number },
): Promise<ReverseProxy> {
  const [httpsPort, httpPort] = (await freePorts(2)) as [number, number];
  for (const each of ["live", "written"]) mkdirSync(join(directory, each), { recursive: true });
  const { certificate, key } = makeSelfSigned([host, `mta-sts.${host}`], new Date());
  writeFileSync(join(directory, "live/fullchain.pem"), certificate);
  writeFileSync(join(directory, "live/privkey.pem"), key);
  writeFileSync(join(directory, "mta-sts.txt"), "version: STSv1\r\n");
  const setting = { directory, host, upstreamPort, httpsPort, httpPort };
  const [program, args] = name === "nginx" ? nginx(setting) : caddy(setting);
  const home = { HOME: join(directory, "home"), TMPDIR: join(directory, "written") };
  const process: RunningProcess = startProcess(program, args, {
    env: {
      ...bareEnvironment(),
      PATH: `${globalThis.process.env["PATH"]}:/usr/sbin`,
      XDG_CONFIG_HOME: home.HOME,
      XDG_DATA_HOME: home.HOME,
      ...home,
    },
  });
  await until(`${name} listens`, async () => {
    if (process.hasEnded()) throw new Error(`${name} ended: ${process.err()}`);
    return canConnect(httpsPort);
  });
  return {
    httpsPort,
    httpPort,
    certificate,
    written: () =>
      readdirSync(join(directory, "written"), { recursive: true, withFileTypes: true })
        .filter((each) => each.isFile())
        .map((each) => each.name),
    stop: async () => {
      await process.end("SIGTERM");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
