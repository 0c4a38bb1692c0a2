import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestServer } from "./server.ts";

export interface UnattendedFirm {
  readonly email: string;
  readonly password: string;
  /** Of an application that may write any sender. */
  readonly user: string;
  readonly secret: string;
}

/** A firm set up at the command line beside a running server, with an app password for submission. */
export async function setUpUnattended(
  server: TestServer,
  domain: string,
  { anyFrom = true } = {},
): Promise<UnattendedFirm> {
  const directory = mkdtempSync(join(tmpdir(), "zegel-unattended-"));
  const email = `app@${domain}`;
  const password = "vierentwintig gele tulpen";
  try {
    const passwordFile = join(directory, "password");
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    const asked = async (...args: string[]): Promise<string> => {
      const { status, out, err } = await server.cli([...args, "--password-file", passwordFile, "--json"]);
      if (status !== 0) throw new Error(`${args[0]} ended with ${status}: ${err}`);
      return out;
    };
    const kit = join(directory, "kit");
    await asked("setup", "--organisation", domain, "--domain", domain, "--admin-email", email, "--recovery-kit", kit);
    const made = await asked(
      "app-password",
      "create",
      "--member",
      email,
      "--door",
      "smtp",
      ...(anyFrom ? ["--any-from"] : []),
    );
    return { email, password, ...(JSON.parse(made) as { user: string; secret: string }) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
