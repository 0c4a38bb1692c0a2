import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { languageSchema } from "#/contract/index.ts";
import { type KitFile, setUpOrganisation } from "#/identity/index.ts";
import { type Command, type CommandContext, UsageError } from "./command.ts";

function sharesOf(context: CommandContext): { threshold: number; shares: number } {
  const text = context.text("shares") ?? "1/1";
  const found = /^(\d{1,2})\/(\d{1,2})$/.exec(text);
  if (!found) throw new UsageError(`--shares takes NEEDED/ALL, for example 2/3, and not ${text}`);
  return { threshold: Number(found[1]), shares: Number(found[2]) };
}

function languageOf(context: CommandContext): "nl" | "en" | "fr" | "de" {
  const language = languageSchema.safeParse(context.text("language") ?? "nl");
  if (!language.success) throw new UsageError(`--language takes one of ${languageSchema.options.join(", ")}`);
  return language.data;
}

const pathsOf = (file: string, shares: number): string[] =>
  shares === 1 ? [resolve(file)] : Array.from({ length: shares }, (_, index) => resolve(`${file}.${index + 1}`));

/** New files of the owner alone; a file that is there is somebody's, perhaps another organisation's kit. */
function reserve(paths: readonly string[]): number[] {
  const opened: number[] = [];
  try {
    for (const path of paths) opened.push(openSync(path, "wx", 0o600));
    return opened;
  } catch (error) {
    for (const descriptor of opened) closeSync(descriptor);
    for (const path of paths.slice(0, opened.length)) rmSync(path);
    const isThere = (error as NodeJS.ErrnoException).code === "EEXIST";
    const path = paths[opened.length]!;
    throw new UsageError(isThere ? `${path} is there already; name a new file` : `${path} can't be written`);
  }
}

function keep(descriptors: readonly number[], files: readonly KitFile[]): void {
  for (const [index, descriptor] of descriptors.entries()) {
    writeSync(descriptor, files[index]!.text);
    fsyncSync(descriptor);
  }
}

async function run(context: CommandContext): Promise<void> {
  const { threshold, shares } = sharesOf(context);
  const adminEmail = context.required("admin-email");
  const request = {
    organisation: context.required("organisation"),
    domain: context.required("domain"),
    adminName: context.text("admin-name") ?? adminEmail.split("@")[0]!,
    adminEmail,
    language: languageOf(context),
    shares,
    threshold,
  };
  const file = context.required("recovery-kit");
  const password = await context.password("password-file", `Password for ${adminEmail}`);
  const app = await context.app({ makes: true });
  const paths = pathsOf(file, shares);
  const descriptors = reserve(paths);
  let isKept = false;
  const keepKit = async (files: readonly KitFile[]): Promise<void> => {
    isKept = true;
    keep(descriptors, files);
  };
  const made = await setUpOrganisation(app, { kind: "operator" }, { ...request, password }, keepKit).finally(() => {
    for (const descriptor of descriptors) closeSync(descriptor);
    // What has been written stays, whatever happened then: a kit too many harms less than one that is missing.
    if (!isKept) for (const path of paths) rmSync(path, { force: true });
  });
  const { organisationId, memberId } = made;
  const { domain } = request;
  context.print({ organisationId, memberId, domain, adminEmail, recoveryKit: paths, shares, threshold }, [
    `${request.organisation} is set up. ${adminEmail} can log in at ${app.config.publicUrl} and sets up the second factor there.`,
    `The recovery kit: ${paths.join(", ")}. Print it, keep the paper safe, and remove the ${shares === 1 ? "file" : "files"}.`,
  ]);
}

const text = { type: "string" } as const;

export const command: Command = {
  name: "setup",
  usage:
    "--organisation NAME --domain DOMAIN --admin-email E --recovery-kit FILE [--password-file F] [--shares NEEDED/ALL] [--admin-name NAME] [--language nl|en|fr|de]",
  summary: "sets up an organisation with its first administrator, and writes the recovery kit",
  options: {
    organisation: text,
    domain: text,
    "admin-email": text,
    "admin-name": text,
    "password-file": text,
    "recovery-kit": text,
    shares: text,
    language: text,
  },
  run,
};
