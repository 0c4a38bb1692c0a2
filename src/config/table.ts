import type { z } from "zod";
import * as schemas from "./schemas.ts";
import type { ValueContext } from "./schemas.ts";

/** One variable. Documentation, checks, `bin/zegel config` and `docs/configuration.md` all come from its row. */
export interface Setting<Value = unknown> {
  readonly schema: (context: ValueContext) => z.ZodType<Value, string>;
  /** Written as in the environment; `undefined` when absence is the default. */
  readonly defaultValue: string | undefined;
  /** What the documentation shows instead, where the default depends on something else. */
  readonly defaultText?: string;
  /** Completes the sentence "VARIABLE expects …". */
  readonly expects: string;
  readonly doc: string;
  /** The value may hold a password: it is masked wherever it is shown and never repeated in an error. */
  readonly secret: boolean;
}

const setting = <Value>(row: Setting<Value>): Setting<Value> => row;

const portNumber = "a port number from 0 to 65535 (0: any free port)";
const databaseAddress = "postgres://user:password@host:port/database";

export const settings = {
  ZEGEL_DATA: setting({
    schema: schemas.path,
    defaultValue: "data",
    defaultText: "`./data` beside the program",
    expects: "the path of a directory",
    doc: "Directory of the embedded database and blobs; made with mode 0700.",
    secret: false,
  }),
  ZEGEL_SECRETS: setting({
    schema: schemas.path,
    defaultValue: undefined,
    defaultText: "`secrets` in `ZEGEL_DATA`",
    expects: "the path of a directory",
    doc: "Pepper, intake, queue, checkpoint and DKIM keys, database password. The same on all nodes; back it up apart from the data.",
    secret: false,
  }),
  ZEGEL_URL: setting({
    schema: schemas.publicUrl,
    defaultValue: undefined,
    defaultText: "`http://localhost:8025` (with the port of `ZEGEL_HTTP_PORT`)",
    expects: "the public base address: https://name without a path (plain http only for localhost)",
    doc: "Public base address, in links. While it is localhost, all doors listen on the loopback address only.",
    secret: false,
  }),
  ZEGEL_TRUST_PROXY: setting({
    schema: schemas.addresses,
    defaultValue: "",
    defaultText: "none",
    expects: "IP addresses or ranges (10.0.0.0/8), separated by commas",
    doc: "Addresses of reverse proxies whose forwarding headers count.",
    secret: false,
  }),
  ZEGEL_HTTP_LISTEN: setting({
    schema: schemas.address,
    defaultValue: undefined,
    defaultText: "all addresses; loopback while `ZEGEL_URL` is localhost",
    expects: "an IP address of this machine, such as 127.0.0.1",
    doc: "Where the HTTP door listens: `127.0.0.1` behind a reverse proxy on the same machine.",
    secret: false,
  }),
  ZEGEL_METRICS_FROM: setting({
    schema: schemas.addresses,
    defaultValue: "",
    defaultText: "none",
    expects: "IP addresses or ranges (10.0.0.0/8), separated by commas",
    doc: "Addresses besides this machine that may read `/metrics`, without a proxy in between.",
    secret: false,
  }),
  ZEGEL_RESOLVER: setting({
    schema: schemas.resolver,
    defaultValue: undefined,
    defaultText: "those of the system",
    expects: "the IP address of a name server, with a port where it is not 53: 192.0.2.53 or [2001:db8::53]:5353",
    doc: "Name server that the check of the domain's DNS records asks.",
    secret: false,
  }),
  ZEGEL_WEBHOOK_NETWORKS: setting({
    schema: schemas.addresses,
    defaultValue: "",
    defaultText: "none",
    expects: "IP addresses or ranges (10.0.0.0/8), separated by commas",
    doc: "Networks of the firm's own that webhooks may call besides the public internet, also by plain http.",
    secret: false,
  }),
  ZEGEL_HTTP_PORT: setting({
    schema: schemas.port,
    defaultValue: "8025",
    expects: portNumber,
    doc: "Web app, guest pages, API and WebDAV (`/dav/`).",
    secret: false,
  }),
  ZEGEL_SMTP_PORT: setting({
    schema: schemas.port,
    defaultValue: "2587",
    expects: portNumber,
    doc: "Mail submission with STARTTLS.",
    secret: false,
  }),
  ZEGEL_SMTPS_PORT: setting({
    schema: schemas.port,
    defaultValue: "2465",
    expects: portNumber,
    doc: "Mail submission with implicit TLS.",
    secret: false,
  }),
  ZEGEL_TLS_CERT: setting({
    schema: schemas.path,
    defaultValue: undefined,
    defaultText: "self-signed, made at first start",
    expects: "a readable PEM file with a certificate, together with ZEGEL_TLS_KEY",
    doc: "Certificate for SMTP and, where set, HTTPS.",
    secret: false,
  }),
  ZEGEL_TLS_KEY: setting({
    schema: schemas.path,
    defaultValue: undefined,
    defaultText: "self-signed, made at first start",
    expects: "a readable PEM file with the private key of ZEGEL_TLS_CERT, together with it",
    doc: "Private key of `ZEGEL_TLS_CERT`.",
    secret: false,
  }),
  ZEGEL_DATABASE_URL: setting({
    schema: schemas.databaseUrl,
    defaultValue: undefined,
    defaultText: "embedded",
    expects: databaseAddress,
    doc: "Any PostgreSQL from version 15 on. The distribution's PostgreSQL is recommended for production.",
    secret: true,
  }),
  ZEGEL_DATABASE_DIRECT_URL: setting({
    schema: schemas.databaseUrl,
    defaultValue: undefined,
    defaultText: "`ZEGEL_DATABASE_URL`",
    expects: `${databaseAddress}, together with ZEGEL_DATABASE_URL`,
    doc: "The same database without a transaction pooler in between, for the worker and migrations.",
    secret: true,
  }),
  ZEGEL_BLOBS: setting({
    schema: schemas.blobs,
    defaultValue: "directory:",
    defaultText: "`directory:` in `ZEGEL_DATA`",
    expects: "directory: or directory:PATH",
    doc: "Where sealed payloads over 64 KiB are kept: `directory:` is `blobs` in `ZEGEL_DATA`.",
    secret: false,
  }),
  ZEGEL_SMARTHOST: setting({
    schema: schemas.smarthost,
    defaultValue: "outbox:",
    expects: "outbox:, smtp://host:port or smtps://user:password@host:port",
    doc: "Mail server that takes our mail onward. `smtp://` requires STARTTLS, but for a loopback host or with `?tls=optional`; `outbox:` keeps mail and shows it on `/outbox` (only while `ZEGEL_URL` is localhost).",
    secret: true,
  }),
  ZEGEL_SMS: setting({
    schema: schemas.sms,
    defaultValue: "outbox:",
    expects: "outbox: or the path of a readable template file",
    doc: "Text message gateway: a template file with URL, headers, body and pattern of success.",
    secret: false,
  }),
  ZEGEL_SMS_SECOND: setting({
    schema: schemas.path,
    defaultValue: undefined,
    defaultText: "none",
    expects: "the path of a readable template file, together with ZEGEL_SMS",
    doc: "A second text message gateway, tried at once when the first one does not take a text.",
    secret: false,
  }),
  ZEGEL_RETRY: setting({
    schema: schemas.pauses,
    defaultValue: "1m,5m,15m,30m,1h",
    expects: "pauses such as 30s, 5m or 1h, separated by commas",
    doc: "How long a mail that the smarthost puts off waits before each next try; the last pause is repeated until two days are over.",
    secret: false,
  }),
  ZEGEL_BOUNCE: setting({
    schema: schemas.mailAddress,
    defaultValue: undefined,
    defaultText: "the sender's own address",
    expects: "a mail address without a plus sign, such as bounces@example.nl",
    doc: "Where delivery reports on notifications go: as `bounces+ID@example.nl`. The mail server hands what comes there to `bin/zegel bounce`.",
    secret: false,
  }),
  ZEGEL_DOORS: setting({
    schema: schemas.doors,
    defaultValue: "http,smtp,worker",
    expects: `one or more of ${schemas.doorNames.join(", ")}, separated by commas`,
    doc: "Which doors this process opens.",
    secret: false,
  }),
  ZEGEL_LOG: setting({
    schema: schemas.logLevel,
    defaultValue: "info",
    expects: `one of ${schemas.logLevels.join(", ")}`,
    doc: "Structured log lines on standard error; no content, no addresses below debug.",
    secret: false,
  }),
} as const;

export type VariableName = keyof typeof settings;
export const variableNames = Object.keys(settings) as VariableName[];

export type SettingValue<Name extends VariableName> =
  (typeof settings)[Name] extends Setting<infer Value> ? Value : never;
