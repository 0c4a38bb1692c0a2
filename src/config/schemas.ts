import { isIP } from "node:net";
import { isAbsolute, resolve } from "node:path";
import { z } from "zod";

/** Where a relative path in a value starts: the directory of the configuration file, or the working directory. */
export interface ValueContext {
  readonly baseDirectory: string;
}

export type SmarthostSetting =
  | { readonly kind: "outbox" }
  | {
      readonly kind: "smtp";
      readonly host: string;
      readonly port: number;
      /** TLS from the first byte (smtps). */
      readonly implicitTls: boolean;
      /** STARTTLS must succeed before anything is sent. */
      readonly requireTls: boolean;
      readonly user: string | undefined;
      readonly password: string | undefined;
    };

export const doorNames = ["http", "smtp", "worker"] as const;
export type DoorName = (typeof doorNames)[number];

export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

const fail = (context: z.RefinementCtx): typeof z.NEVER => {
  context.addIssue({ code: "custom", message: "unexpected" });
  return z.NEVER;
};

const loopbackHosts = new Set(["localhost", "127.0.0.1", "[::1]", "::1"]);

/** True for the names and addresses that never leave this machine. */
export const isLoopbackHost = (host: string): boolean =>
  loopbackHosts.has(host) || host.endsWith(".localhost") || /^127(\.\d{1,3}){3}$/.test(host);

export const path = ({ baseDirectory }: ValueContext) =>
  z
    .string()
    .refine((text) => !text.includes("\0"))
    .transform((text) => (isAbsolute(text) ? resolve(text) : resolve(baseDirectory, text)));

export const port = () =>
  z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((number) => number <= 65535);

/** An origin: scheme, host, port. Plain http only where the host is this machine. */
export const publicUrl = () =>
  z.string().transform((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (
      !url ||
      (url.pathname !== "/" && url.pathname !== "") ||
      url.search ||
      url.hash ||
      url.username ||
      url.password
    ) {
      return fail(context);
    }
    if (url.protocol === "http:" && isLoopbackHost(url.hostname)) return url.origin;
    return url.protocol === "https:" ? url.origin : fail(context);
  });

const isAddressOrRange = (text: string): boolean => {
  const [address = "", bits, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
};

const list = (text: string): string[] =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

export const addresses = () =>
  z
    .string()
    .transform(list)
    .refine((items) => items.every(isAddressOrRange));

export const address = () => z.string().refine((text) => isIP(text) > 0);

/** An address, with a port or without; IPv6 with a port in brackets. */
export const resolver = () =>
  z.string().refine((text) => {
    if (isIP(text) > 0) return true;
    const [, six, four, portText = ""] = /^(?:\[([^\]]+)\]|([\d.]+)):(\d{1,5})$/.exec(text) ?? [];
    return isIP(six ?? four ?? "") === (six ? 6 : 4) && Number(portText) >= 1 && Number(portText) <= 65535;
  });

export const databaseUrl = () =>
  z.string().refine((text) => {
    if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) return false;
    return new URL(text).pathname.length > 1;
  });

export const blobs = ({ baseDirectory }: ValueContext) =>
  z
    .string()
    .refine((text) => text.startsWith("directory:") && !text.includes("\0"))
    .transform((text) => {
      const directory = text.slice("directory:".length);
      return { kind: "directory", path: directory === "" ? undefined : resolve(baseDirectory, directory) } as const;
    });

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

export const smarthost = () =>
  z.string().transform((text, context): SmarthostSetting => {
    if (text === "outbox:") return { kind: "outbox" };
    const url = /^smtps?:\/\//.test(text) && URL.canParse(text) ? new URL(text) : undefined;
    const tls = url?.searchParams.get("tls") ?? undefined;
    const known = url && [...url.searchParams.keys()].every((key) => key === "tls");
    if (!url || !known || url.hostname === "" || !["", "/"].includes(url.pathname) || url.hash) return fail(context);
    if (tls !== undefined && tls !== "optional") return fail(context);
    if ((url.username === "") !== (url.password === "")) return fail(context);
    const implicitTls = url.protocol === "smtps:";
    const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
    const user = decoded(url.username);
    const password = decoded(url.password);
    if (user === undefined || password === undefined) return fail(context);
    return {
      kind: "smtp",
      host,
      port: url.port === "" ? (implicitTls ? 465 : 25) : Number(url.port),
      implicitTls,
      requireTls: !implicitTls && tls !== "optional" && !isLoopbackHost(host),
      user: user || undefined,
      password: password || undefined,
    };
  });

export const sms = (context: ValueContext) =>
  z.union([
    z.literal("outbox:").transform(() => ({ kind: "outbox" }) as const),
    path(context)
      .refine((file) => !/^[a-z][a-z0-9+.-]*:/.test(file))
      .transform((file) => ({ kind: "template", file }) as const),
  ]);

const secondsOf = { s: 1, m: 60, h: 3600 } as const;

/** In milliseconds, at least one. */
export const pauses = () =>
  z
    .string()
    .transform(list)
    .refine(
      (items) => items.length > 0 && items.length <= 50 && items.every((item) => /^[1-9]\d{0,3}[smh]$/.test(item)),
    )
    .transform((items) =>
      items.map((item) => Number(item.slice(0, -1)) * 1000 * secondsOf[item.at(-1) as keyof typeof secondsOf]),
    );

/** With room in its local part for what is added to it. */
export const mailAddress = () =>
  z
    .string()
    .regex(/^[a-z0-9._-]{1,15}@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i)
    .transform((text) => text.toLowerCase());

export const doors = () =>
  z
    .string()
    .transform(list)
    .pipe(z.array(z.enum(doorNames)).min(1))
    .transform((names) => doorNames.filter((name) => names.includes(name)));

export const logLevel = () => z.enum(logLevels);
