import { randomBytes } from "node:crypto";
import { type App, openCommandApp } from "#/app.ts";
import { loadConfig } from "#/config.ts";
import { openMember } from "#/identity/index.ts";
import { silentLog } from "#/kernel/index.ts";
import { beginMessage } from "#/mail/index.ts";
import { type CliInstallation, cliInstallation, password, setupFlags } from "./installation.ts";

/** An installation with a firm and three messages, each with an attachment that fits into a row and one that does not. */
export interface FilledInstallation extends CliInstallation {
  /** Holds the database open, so that commands find it running. */
  open(): Promise<App>;
  readonly kit: string;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}

async function send(app: App, email: string, subject: string): Promise<void> {
  const member = await openMember(app, { kind: "operator" }, { email, password });
  const message = await beginMessage(app, member, { door: "smtp" });
  await message.addAttachment({ name: "klein.txt", type: "text/plain" }, once(Buffer.from(`Klein ${subject}`)));
  await message.addAttachment({ name: "groot.bin", type: "application/octet-stream" }, once(randomBytes(2_200_000)));
  await message.addOriginal(once(Buffer.from(`Subject: ${subject}\r\n\r\nHet origineel.\r\n`)));
  await message.send({ recipients: [{ email: `${subject}@elders.example` }], subject, text: "Met vriendelijke groet" });
}

export async function filledInstallation(): Promise<FilledInstallation> {
  const at = cliInstallation();
  const kit = at.file("tulp.kit");
  const open = (): Promise<App> => openCommandApp({ config: loadConfig(at.environment), log: silentLog });
  await at.json(...setupFlags("tulp", at.write("password", `${password}\n`), kit));
  const app = await open();
  try {
    for (const subject of ["een", "twee", "drie"]) await send(app, "ada@tulp.example", subject);
  } finally {
    await app.close();
  }
  return { ...at, kit, open };
}
