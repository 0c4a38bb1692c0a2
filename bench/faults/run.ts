import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { draftRoutes } from "#/contract/index.ts";
import { openFlakySmarthost, randomOf } from "../../tests/support/flaky-smarthost.ts";
import type { TestServer } from "../../tests/support/server.ts";
import { setUpUnattended } from "../../tests/support/unattended.ts";
import { openDisk } from "./disk.ts";
import { openGateway } from "./gateway.ts";
import { type Form, startInstallation } from "./installation.ts";
import { type FaultKind, faultKinds, isAcknowledgedAgain } from "./kinds.ts";
import { openLedger } from "./ledger.ts";
import { startLoad } from "./load.ts";
import { logIn } from "./member.ts";
import { drain, type Verdict, verify } from "./verify.ts";
import { indexOf, type World } from "./world.ts";

export interface FaultRun {
  readonly form: Form;
  readonly kills: number;
  readonly seed: number;
  /** No fault is begun any more after this long. */
  readonly limitMs: number;
  readonly people: number;
  readonly pauseMs: number;
  /** On a small disk of its own, where that can be mounted. */
  readonly withDisk: boolean;
  /** A trouble other than a kill comes after so many kills. */
  readonly killsPerTrouble: number;
  readonly drainMs: number;
  tell(line: string): void;
}

/** One fault, as it went. */
export interface Happening {
  readonly kind: FaultKind;
  readonly recoveredMs: number;
}

export interface FaultOutcome {
  readonly form: Form;
  readonly happenings: readonly Happening[];
  readonly verdict: Verdict;
  readonly world: Pick<World, "ledger" | "smarthost">;
  readonly hasDisk: boolean;
  readonly canJump: boolean;
  /** What processes said that ended by themselves. */
  readonly endings: readonly string[];
}

const diskBytes = 3 * 2 ** 30;

/** Kinds in an order that follows from the seed: each at least once, then by their shares. */
function plan(kinds: readonly FaultKind[], { kills, killsPerTrouble }: FaultRun, random: () => number): FaultKind[] {
  const choose = (list: readonly FaultKind[]): FaultKind => {
    let at = random() * list.reduce((sum, { share }) => sum + share, 0);
    return list.find(({ share }) => (at -= share) < 0) ?? list[0]!;
  };
  const [deadly, other] = [kinds.filter(({ isKill }) => isKill), kinds.filter(({ isKill }) => !isKill)];
  const once = [...other];
  return Array.from({ length: kills }, (_, at) => at).flatMap((at) => [
    at < deadly.length ? deadly[at]! : choose(deadly),
    ...(at % killsPerTrouble === killsPerTrouble - 1 ? [once.shift() ?? choose(other)] : []),
  ]);
}

export async function faultRun(options: FaultRun): Promise<FaultOutcome> {
  const { form, seed, tell } = options;
  const undo: (() => unknown)[] = [];
  try {
    const random = randomOf(seed);
    const smarthost = await openFlakySmarthost(seed);
    smarthost.calm();
    undo.push(() => smarthost.close());
    const gateway = await openGateway();
    undo.push(() => gateway.close());
    const disk = options.withDisk ? openDisk(diskBytes) : undefined;
    if (disk) undo.push(() => disk.remove());
    const files = mkdtempSync(join(tmpdir(), "zegel-faults-"));
    undo.push(() => rmSync(files, { recursive: true, force: true }));
    const template = join(files, "sms.http");
    writeFileSync(template, gateway.template);

    const installation = await startInstallation({
      form,
      environment: {
        ZEGEL_SMARTHOST: `smtp://127.0.0.1:${smarthost.port}`,
        ZEGEL_SMS: template,
        ZEGEL_RETRY: "1s",
      },
      dataDirectory: disk?.dataDirectory,
      falseClock: true,
    });
    undo.push(() => installation.stop());
    const sender = await setUpUnattended(installation as unknown as TestServer, "faults.example");
    const member = await logIn(installation.url, sender.email, sender.password, () => installation.clock.now());
    await member.call(draftRoutes.saveWritingSettings, {
      body: { undoSeconds: 0, signatureHtml: "", signatureText: "", signatureInReplies: false },
    });
    const ledger = openLedger();
    const world: World = { installation, smarthost, gateway, ledger, member, sender, copiesFor: indexOf(smarthost) };

    const load = startLoad(world, seed, options.people, options.pauseMs);
    const startedMs = Date.now();
    const happenings: Happening[] = [];
    for (const kind of plan(faultKinds(world, disk), options, random)) {
      if (Date.now() - startedMs > options.limitMs) break;
      await pause(200 + random() * 1500);
      await kind.act(world, random);
      const overMs = performance.now();
      await (kind.recovered ?? isAcknowledgedAgain)(world).catch((error: Error) =>
        ledger.faults.push(`after "${kind.name}": ${error.message}`),
      );
      const recoveredMs = performance.now() - overMs;
      happenings.push({ kind, recoveredMs });
      ledger.during = happenings.length;
      tell(`${happenings.length}. ${kind.name}: ${(recoveredMs / 1000).toFixed(1)} s`);
    }
    await load.end();
    tell(`${ledger.sent.length} messages; waiting until all have left`);
    await drain(world, options.drainMs);
    tell("looking at everything from outside");
    const verdict = await verify(world);
    const endings = [installation.server, installation.worker].flatMap((unit) => unit?.endings ?? []);
    return {
      form,
      happenings,
      verdict,
      world,
      hasDisk: disk !== undefined,
      canJump: installation.clock.canJump,
      endings: endings.filter((line) => !/ended with 137/.test(line)),
    };
  } finally {
    for (const each of undo.toReversed()) await each();
  }
}
