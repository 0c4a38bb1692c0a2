import { execFile } from "node:child_process";
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePorts } from "../../tests/support/free-port.ts";

const run = promisify(execFile);

export interface Postfix {
  readonly port: number;
  readonly version: string;
  /** Of its master, whose children do the work. */
  readonly pid: number;
  stop(): Promise<void>;
}

const installed = ["postconf", "postfix"];

async function idOf(user: string): Promise<number> {
  return Number((await run("id", ["-u", user])).stdout);
}

async function certificate(directory: string): Promise<void> {
  const at = (name: string): string => join(directory, name);
  const subject = ["-subj", "/CN=localhost", "-days", "2"];
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", at("key.pem")];
  await run("openssl", ["req", "-x509", ...key, ...subject, "-out", at("cert.pem")]);
}

const services = (port: number): string => `127.0.0.1:${port} inet n - n - 100 smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
tlsmgr unix - - n 1000? 1 tlsmgr
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`;

/**
 * An instance of Postfix of its own, as root: takes mail over STARTTLS from this machine, writes it durably to its queue and holds
 * it there, so that it does nothing else. Its settings are Debian's otherwise.
 */
export async function startPostfix(): Promise<Postfix> {
  for (const program of installed)
    await run("which", [program]).catch(() => {
      throw new Error("Postfix is not there: apt-get install postfix");
    });
  const directory = await mkdtemp(join(tmpdir(), "zegel-postfix-"));
  await chmod(directory, 0o755);
  const [port] = (await freePorts(1)) as [number];
  const at = (name: string): string => join(directory, name);
  for (const name of ["etc", "queue", "data"]) await mkdir(at(name));
  await chown(at("data"), await idOf("postfix"), 0);
  await certificate(at("etc"));
  const settings = {
    compatibility_level: "3.6",
    queue_directory: at("queue"),
    data_directory: at("data"),
    mail_owner: "postfix",
    setgid_group: "postdrop",
    daemon_directory: "/usr/lib/postfix/sbin",
    command_directory: "/usr/sbin",
    maillog_file: "/dev/stdout",
    inet_interfaces: "127.0.0.1",
    inet_protocols: "ipv4",
    myhostname: "localhost",
    mydestination: "",
    mynetworks: "127.0.0.0/8",
    alias_maps: "",
    smtpd_tls_security_level: "encrypt",
    smtpd_tls_cert_file: at("etc/cert.pem"),
    smtpd_tls_key_file: at("etc/key.pem"),
    smtpd_client_restrictions: "static:HOLD",
    smtpd_relay_restrictions: "permit_mynetworks, reject",
    smtpd_client_connection_rate_limit: "0",
    smtpd_client_message_rate_limit: "0",
    message_size_limit: "60000000",
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
  await writeFile(at("etc/main.cf"), lines.join("").replace("maillog_file = /dev/stdout\n", ""));
  await writeFile(at("etc/master.cf"), services(port));
  await run("postfix", ["-c", at("etc"), "start"]);
  const { stdout: version } = await run("postconf", ["-h", "mail_version"]);
  const pid = Number((await readFile(at("queue/pid/master.pid"), "utf8")).trim());
  return {
    port,
    version: version.trim(),
    pid,
    stop: async () => {
      await run("postfix", ["-c", at("etc"), "stop"]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
