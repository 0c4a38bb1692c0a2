import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programDirectory } from "#/config.ts";
import { bareEnvironment, type Ending, runProcess } from "../../support/process.ts";

/** A data directory of its own for commands without a server, and a place for the files they are given. */
export interface CliInstallation {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  file(name: string): string;
  write(name: string, text: string): string;
  zegel(...args: readonly string[]): Promise<Ending>;
  /** The same, which must end well; gives its one JSON document. */
  json<T>(...args: readonly string[]): Promise<T>;
  remove(): void;
}

export function cliInstallation(): CliInstallation {
  const directory = mkdtempSync(join(tmpdir(), "zegel-cli-"));
  const environment = { ...bareEnvironment(), ZEGEL_DATA: join(directory, "data") };
  const file = (name: string): string => join(directory, name);
  const zegel = (...args: readonly string[]): Promise<Ending> =>
    runProcess(join(programDirectory, "bin/zegel"), args, { env: environment, cwd: directory });
  return {
    directory,
    environment,
    file,
    write: (name, text) => {
      writeFileSync(file(name), text);
      return file(name);
    },
    zegel,
    json: async <T>(...args: readonly string[]): Promise<T> => {
      const { status, out, err } = await zegel(...args, "--json");
      if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${err}`);
      return JSON.parse(out) as T;
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

export const password = "blauwe tulpen in mei";

/** The flags of an unattended set-up. */
export const setupFlags = (name: string, passwordFile: string, kit: string, ...more: string[]): string[] => [
  "setup",
  "--organisation",
  `Firma ${name}`,
  "--domain",
  `${name}.example`,
  "--admin-email",
  `ada@${name}.example`,
  "--password-file",
  passwordFile,
  "--recovery-kit",
  kit,
  ...more,
];
