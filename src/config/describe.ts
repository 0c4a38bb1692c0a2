import { configFrom } from "./load.ts";
import type { Config } from "./load.ts";
import type { RawValues } from "./sources.ts";
import { settings, variableNames } from "./table.ts";
import type { Setting, VariableName } from "./table.ts";

/** One row of `bin/zegel config`. */
export interface DescribedValue {
  readonly variable: VariableName;
  /** What is in force, as text; passwords masked. */
  readonly value: string;
  readonly origin: string;
  readonly meaning: string;
}

const secretParameters = /^(password|sslpassword|secret|token|key)$/i;

/** The same address with user's password and passwords among the parameters replaced by three asterisks. */
export function masked(text: string): string {
  if (!URL.canParse(text)) return "***";
  const url = new URL(text);
  if (url.password !== "") url.password = "***";
  for (const key of url.searchParams.keys()) {
    if (secretParameters.test(key)) url.searchParams.set(key, "***");
  }
  return url.href;
}

const inForce: Partial<Record<VariableName, (config: Config) => string>> = {
  ZEGEL_DATA: (config) => config.dataDirectory,
  ZEGEL_SECRETS: (config) => config.secretsDirectory,
  ZEGEL_URL: (config) => config.publicUrl,
  ZEGEL_TRUST_PROXY: (config) => config.trustProxy.join(",") || "none",
  ZEGEL_WEBHOOK_NETWORKS: (config) => config.webhookNetworks.join(",") || "none",
  ZEGEL_TLS_CERT: (config) => config.tls?.certificateFile ?? "self-signed",
  ZEGEL_TLS_KEY: (config) => config.tls?.keyFile ?? "self-signed",
  ZEGEL_DATABASE_URL: (config) => (config.database.kind === "external" ? masked(config.database.url) : "embedded"),
  ZEGEL_DATABASE_DIRECT_URL: (config) =>
    config.database.kind === "external" ? masked(config.database.directUrl) : "embedded",
  ZEGEL_BLOBS: (config) => `directory:${config.blobs.path}`,
  ZEGEL_SMS: (config) => (config.sms.kind === "template" ? config.sms.file : "outbox:"),
};

/** All values in the order of the table. @throws Refusal `config.invalid`. */
export function describeConfig(raw: RawValues): DescribedValue[] {
  const config = configFrom(raw);
  return variableNames.map((variable) => {
    const { text = "", origin } = raw.values[variable];
    const value = inForce[variable]?.(config) ?? (settings[variable].secret ? masked(text) : text);
    return { variable, value, origin, meaning: settings[variable].doc };
  });
}

const cell = (text: string): string => text.replaceAll("|", "\\|");

const row = (variable: VariableName): string => {
  const { defaultValue, defaultText, doc, expects }: Setting = settings[variable];
  return `| \`${variable}\` | ${cell(defaultText ?? `\`${defaultValue ?? ""}\``)} | ${cell(doc)} | ${cell(expects)} |`;
};

/** The text of `docs/configuration.md`. */
export const configurationPage = (): string => `# Configuration

Zegel reads environment variables, or a file of lines \`VARIABLE=value\` named by \`ZEGEL_CONFIG\` (\`#\` starts a comment).
The environment goes before the file; an empty value counts as absent. Relative paths start at the working directory,
in a file at the directory of that file. \`bin/zegel config\` prints what is in force and where each value comes from,
with passwords masked. Where a value is wrong, Zegel names the variable and what it expects, and stops with exit code 78.

This page is made from \`src/config/table.ts\` by \`node src/config/write-page.ts\`.

| variable | default | meaning | expects |
|---|---|---|---|
${variableNames.map(row).join("\n")}
`;
