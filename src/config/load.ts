import { X509Certificate, createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { isLoopbackHost } from "./schemas.ts";
import type { DoorName, LogLevel, SmarthostSetting } from "./schemas.ts";
import { invalidConfig, readSources } from "./sources.ts";
import type { RawValues } from "./sources.ts";
import { settings } from "./table.ts";
import type { SettingValue, VariableName } from "./table.ts";

/** Everything that is configured, checked. Frozen; paths are absolute. */
export interface Config {
  readonly dataDirectory: string;
  readonly secretsDirectory: string;
  /** Origin without a slash at the end: `https://mail.example.nl`. */
  readonly publicUrl: string;
  /** The public address is localhost: loopback only, plain http, `/outbox` is shown. */
  readonly isLocal: boolean;
  /** The address every door listens on: loopback while `isLocal`, else all addresses. */
  readonly listenHost: string;
  readonly trustProxy: readonly string[];
  /** Who may read /metrics besides this machine. */
  readonly metricsFrom: readonly string[];
  /** Of the check of DNS records; `undefined`: those of the system. */
  readonly resolver: string | undefined;
  /** Ranges that are not public and may be called by webhooks all the same. */
  readonly webhookNetworks: readonly string[];
  readonly httpPort: number;
  /** Of the HTTP door; the others listen on `listenHost`. */
  readonly httpListenHost: string;
  readonly smtpPort: number;
  readonly smtpsPort: number;
  /** PEM files; `undefined` means self-signed for SMTP and plain HTTP. */
  readonly tls: { readonly certificateFile: string; readonly keyFile: string } | undefined;
  readonly database:
    | { readonly kind: "embedded" }
    | { readonly kind: "external"; readonly url: string; readonly directUrl: string };
  readonly blobs: { readonly kind: "directory"; readonly path: string };
  readonly smarthost: SmarthostSetting;
  readonly sms: { readonly kind: "outbox" } | { readonly kind: "template"; readonly file: string };
  /** Template file of the second gateway. */
  readonly smsSecond: string | undefined;
  /** Pauses between tries in milliseconds, at least one; the last one is repeated. */
  readonly retryMs: readonly number[];
  /** Where delivery reports on notifications go; `undefined`: to the sender. */
  readonly bounceAddress: string | undefined;
  readonly doors: readonly DoorName[];
  readonly logLevel: LogLevel;
}

const checkFile = (variable: VariableName, file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw invalidConfig(variable, settings[variable].expects);
  }
};

function checkPair(certificateFile: string, keyFile: string): void {
  const certificate = checkFile("ZEGEL_TLS_CERT", certificateFile);
  const key = checkFile("ZEGEL_TLS_KEY", keyFile);
  let parsed: X509Certificate;
  try {
    parsed = new X509Certificate(certificate);
  } catch {
    throw invalidConfig("ZEGEL_TLS_CERT", settings.ZEGEL_TLS_CERT.expects);
  }
  let belongs = false;
  try {
    belongs = parsed.checkPrivateKey(createPrivateKey(key));
  } catch {
    belongs = false;
  }
  if (!belongs) throw invalidConfig("ZEGEL_TLS_KEY", settings.ZEGEL_TLS_KEY.expects);
}

const allAddresses = (): string =>
  Object.values(networkInterfaces()).some((list) => list?.some((one) => one.family === "IPv6")) ? "::" : "0.0.0.0";

function parse<Name extends VariableName>(raw: RawValues, name: Name): SettingValue<Name> | undefined {
  const { text, baseDirectory } = raw.values[name];
  if (text === undefined) return undefined;
  if (name === "ZEGEL_BLOBS" && text.startsWith("s3:")) {
    throw invalidConfig(name, `${settings[name].expects}; storing in S3 is not possible yet`);
  }
  const result = settings[name].schema({ baseDirectory }).safeParse(text);
  if (!result.success) throw invalidConfig(name, settings[name].expects);
  return result.data as SettingValue<Name>;
}

/** A value that has a default in the table, so that it is always there. */
const always = <Name extends VariableName>(raw: RawValues, name: Name): SettingValue<Name> =>
  parse(raw, name) as SettingValue<Name>;

/**
 * Checks all values and what they mean together.
 * @throws Refusal `config.invalid` with `variable` and `expects` in its details, for the first that is wrong.
 */
export function configFrom(raw: RawValues): Config {
  const dataDirectory = always(raw, "ZEGEL_DATA");
  const httpPort = always(raw, "ZEGEL_HTTP_PORT");
  const publicUrl = parse(raw, "ZEGEL_URL") ?? `http://localhost:${httpPort}`;
  const isLocal = isLoopbackHost(new URL(publicUrl).hostname);
  const certificateFile = parse(raw, "ZEGEL_TLS_CERT");
  const keyFile = parse(raw, "ZEGEL_TLS_KEY");
  if (keyFile && !certificateFile) throw invalidConfig("ZEGEL_TLS_CERT", settings.ZEGEL_TLS_CERT.expects);
  if (certificateFile && !keyFile) throw invalidConfig("ZEGEL_TLS_KEY", settings.ZEGEL_TLS_KEY.expects);
  if (certificateFile && keyFile) checkPair(certificateFile, keyFile);
  const url = parse(raw, "ZEGEL_DATABASE_URL");
  const directUrl = parse(raw, "ZEGEL_DATABASE_DIRECT_URL");
  if (directUrl && !url) throw invalidConfig("ZEGEL_DATABASE_URL", settings.ZEGEL_DATABASE_DIRECT_URL.expects);
  const sms = always(raw, "ZEGEL_SMS");
  if (sms.kind === "template") checkFile("ZEGEL_SMS", sms.file);
  const smsSecond = parse(raw, "ZEGEL_SMS_SECOND");
  if (smsSecond && sms.kind !== "template") throw invalidConfig("ZEGEL_SMS_SECOND", settings.ZEGEL_SMS_SECOND.expects);
  if (smsSecond) checkFile("ZEGEL_SMS_SECOND", smsSecond);
  const httpListenHost = parse(raw, "ZEGEL_HTTP_LISTEN");
  const listenHost = isLocal ? "127.0.0.1" : allAddresses();
  return Object.freeze({
    dataDirectory,
    secretsDirectory: parse(raw, "ZEGEL_SECRETS") ?? join(dataDirectory, "secrets"),
    publicUrl,
    isLocal,
    listenHost,
    httpListenHost: (isLocal ? undefined : httpListenHost) ?? listenHost,
    metricsFrom: Object.freeze(always(raw, "ZEGEL_METRICS_FROM")),
    resolver: parse(raw, "ZEGEL_RESOLVER"),
    trustProxy: Object.freeze(always(raw, "ZEGEL_TRUST_PROXY")),
    webhookNetworks: Object.freeze(always(raw, "ZEGEL_WEBHOOK_NETWORKS")),
    httpPort,
    smtpPort: always(raw, "ZEGEL_SMTP_PORT"),
    smtpsPort: always(raw, "ZEGEL_SMTPS_PORT"),
    tls: certificateFile && keyFile ? Object.freeze({ certificateFile, keyFile }) : undefined,
    database: Object.freeze(url ? { kind: "external", url, directUrl: directUrl ?? url } : { kind: "embedded" }),
    blobs: Object.freeze({ kind: "directory", path: always(raw, "ZEGEL_BLOBS").path ?? join(dataDirectory, "blobs") }),
    smarthost: Object.freeze(always(raw, "ZEGEL_SMARTHOST")),
    sms: Object.freeze(sms),
    smsSecond,
    retryMs: Object.freeze(always(raw, "ZEGEL_RETRY")),
    bounceAddress: parse(raw, "ZEGEL_BOUNCE"),
    doors: Object.freeze(always(raw, "ZEGEL_DOORS")),
    logLevel: always(raw, "ZEGEL_LOG"),
  } satisfies Config);
}

/**
 * The configuration from environment variables and the file that `ZEGEL_CONFIG` names.
 * @throws Refusal `config.invalid`.
 */
export const loadConfig = (environment: NodeJS.ProcessEnv): Config => configFrom(readSources(environment));

/** What is allowed and yet hardly meant, as sentences for the operator. */
export function configWarnings(config: Config, raw: RawValues): string[] {
  const warnings = raw.unknown.map(
    ({ name, nearest }) => `${name} is not a setting of Zegel; the nearest is ${nearest}.`,
  );
  if (!config.isLocal && config.smarthost.kind === "outbox") {
    warnings.push("ZEGEL_SMARTHOST is outbox: while ZEGEL_URL is public: mail is kept and does not leave.");
  }
  return warnings;
}

/** Takes the values that are secret out of the environment, once they are read: no program that we start inherits them. */
export function forgetSecrets(environment: NodeJS.ProcessEnv): void {
  for (const [variable, { secret }] of Object.entries(settings)) if (secret) delete environment[variable];
}
