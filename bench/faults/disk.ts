import { spawnSync } from "node:child_process";
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mailRoutes } from "#/contract/index.ts";
import { talkSmtp } from "../../tests/support/smtp-talk.ts";
import { RefusedCall } from "../../tests/e2e/http/support/client.ts";
import { until } from "../../tests/support/until.ts";
import { bytesOf } from "./ledger.ts";
import { answered } from "./member.ts";
import type { World } from "./world.ts";

/** A small disk of its own for the data directory, which can be filled from outside. */
export interface Disk {
  readonly dataDirectory: string;
  /** `nearly`: what the server keeps free for the database is gone; `whole`: not a byte is left. */
  fill(how: "nearly" | "whole"): void;
  clear(): void;
  /** Waits until web and mail door say no for want of room, in words, and something that was sent can still be read. */
  assertRefused(world: World): Promise<void>;
  remove(): void;
}

const mebibyte = 2 ** 20;

function run(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

/** Where this process may mount: a file system in a file. Undefined elsewhere. */
export function openDisk(sizeBytes: number): Disk | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const own = mkdtempSync(join(tmpdir(), "zegel-disk-"));
  const [image, mount] = [join(own, "image"), join(own, "mount")];
  mkdirSync(mount);
  const isMade =
    run("truncate", "-s", String(sizeBytes), image) &&
    run("mkfs.ext4", "-q", "-m", "0", image) &&
    run("mount", "-o", "loop", image, mount);
  if (!isMade) {
    rmSync(own, { recursive: true, force: true });
    return undefined;
  }
  for (const directory of [own, mount]) chmodSync(directory, 0o755);
  const filler = join(mount, "filler");
  const remove = (): void => {
    process.off("exit", remove);
    run("umount", "-l", mount);
    rmSync(own, { recursive: true, force: true });
  };
  process.once("exit", remove);
  const freeBytes = (): number => {
    const { bavail, bsize } = statfsSync(mount);
    return bavail * bsize;
  };
  return {
    dataDirectory: join(mount, "data"),
    fill: (how) => {
      const leftBytes = how === "nearly" ? Math.floor(sizeBytes * 0.03) : 0;
      if (!run("fallocate", "-l", String(Math.max(1, freeBytes() - leftBytes - mebibyte)), filler))
        throw new Error("the disk could not be filled");
      if (how === "nearly") return;
      const file = openSync(filler, "a");
      try {
        for (const piece of [mebibyte, 4096]) while (freeBytes() >= piece) writeSync(file, Buffer.alloc(piece));
      } catch {
        // Not a byte more goes in, which was the aim.
      } finally {
        closeSync(file);
      }
    },
    clear: () => rmSync(filler, { force: true }),
    assertRefused,
    remove,
  };
}

const withinMs = 30_000;

async function assertRefused(world: World): Promise<void> {
  const { installation, member, sender, ledger } = world;
  const pid = installation.server.pid();
  const said = await until(
    "the web door refuses for want of room",
    async () => {
      const body = { recipients: [{ email: "vol@buiten.example" }], subject: "Vol", text: "Past niet" };
      const files = [new File([bytesOf(1, 200_000)], "vol.bin")];
      try {
        await member.call(mailRoutes.sendMessage, { body, files });
        return undefined;
      } catch (error) {
        return error instanceof RefusedCall && error.problem.status === 507 && error.problem;
      }
    },
    withinMs,
  ).catch((error: Error) => error);
  if (said instanceof Error) ledger.faults.push(said.message);
  const answer = await until(
    "the mail door refuses for want of room",
    async () => {
      const talk = await talkSmtp(installation.smtpPort);
      try {
        await talk.logIn(sender.user, sender.secret);
        const mail = `From: <${sender.email}>\r\nTo: <vol@buiten.example>\r\nSubject: Vol\r\nX-Zegel-Secure: yes\r\n\r\nVol\r\n`;
        const { code, text } = await answered(talk.submit(sender.email, ["vol@buiten.example"], mail));
        return code === 452 && text.startsWith("452-4.3.1") && text;
      } finally {
        talk.end();
      }
    },
    withinMs,
  ).catch((error: Error) => error);
  if (answer instanceof Error) ledger.faults.push(answer.message);
  const known = ledger.sent.find(({ messageId }) => messageId !== undefined);
  const read =
    known && (await member.call(mailRoutes.readMessage, { params: { messageId: known.messageId! } }).catch(String));
  if (typeof read === "string") ledger.faults.push(`on a full disk nothing can be read: ${read}`);
  if (installation.server.pid() !== pid) ledger.faults.push("the server did not stay up on a full disk");
}
