import { setTimeout as pause } from "node:timers/promises";
import { minuteMs } from "#/kernel/index.ts";
import { until } from "../../tests/support/until.ts";
import type { Disk } from "./disk.ts";
import { sendFromWeb } from "./send.ts";
import type { World } from "./world.ts";

/** One way in which things go wrong. Resolves when all is well again as far as anybody can see from outside. */
export interface FaultKind {
  readonly name: string;
  /** Counts among the kills. */
  readonly isKill: boolean;
  readonly share: number;
  /** Does it; resolves when the trouble itself is over. What takes from then on is the time to recover. */
  act(world: World, random: () => number): Promise<void>;
  /** What recovering is, where it is not that a message is acknowledged. */
  recovered?(world: World): Promise<void>;
}

const recoverWithinMs = 120_000;
const betweenTriesMs = 100;

/** From outside: a message that was begun after the trouble is acknowledged. */
export async function isAcknowledgedAgain(world: World): Promise<void> {
  await until(
    "a message is acknowledged again",
    async () => {
      if ((await sendFromWeb(world, [])).state === "acknowledged") return true;
      await pause(betweenTriesMs);
      return false;
    },
    recoverWithinMs,
  );
}

/** A mail leaves that had not left before. */
async function leavesAgain(world: World): Promise<void> {
  await world.installation.worker?.ready();
  const before = world.smarthost.copies.length;
  await sendFromWeb(world, []);
  await until("mail leaves again", () => world.smarthost.copies.length > before, recoverWithinMs);
}

const kills = (world: World): FaultKind[] => [
  { name: "server killed", isKill: true, share: 4, act: ({ installation }) => installation.server.kill() },
  {
    name: "PostgreSQL killed",
    isKill: true,
    share: 2,
    act: ({ installation }) => installation.killDatabase(),
  },
  {
    name: "a process of PostgreSQL killed",
    isKill: true,
    share: 3,
    act: ({ installation }, random) => installation.killBackend((count) => Math.floor(random() * count)),
  },
  ...(world.installation.worker
    ? [
        {
          name: "worker killed",
          isKill: true,
          share: 4,
          act: () => world.installation.worker!.kill(),
          recovered: leavesAgain,
        },
      ]
    : []),
];

const badSpellMs = 3000;

const outside: FaultKind[] = [
  {
    name: "smarthost stalls, drops, 4xx, 5xx",
    isKill: false,
    share: 3,
    act: async ({ smarthost }) => {
      smarthost.storm();
      await pause(badSpellMs);
      smarthost.calm();
    },
    recovered: leavesAgain,
  },
  {
    name: "SMS gateway refuses, stalls, busy",
    isKill: false,
    share: 2,
    act: async ({ gateway }, random) => {
      gateway.mood = (["refuses", "busy", "stalls"] as const)[Math.floor(random() * 3)]!;
      await pause(badSpellMs);
      gateway.mood = "well";
    },
  },
];

const jumps: readonly (readonly [string, number])[] = [
  ["clock jumps an hour ahead", 60 * minuteMs],
  ["clock jumps ten minutes back", -10 * minuteMs],
  ["clock jumps a day ahead", 24 * 60 * minuteMs],
];
/** Everybody has seen it by then. */
const seenMs = 1500;

const clock = ({ installation }: World): FaultKind[] =>
  installation.clock.canJump
    ? jumps.map(([name, ms]) => ({
        name,
        isKill: false,
        share: 0.7,
        act: async () => {
          installation.clock.jump(ms);
          await pause(seenMs);
        },
        recovered: async (world) => {
          await isAcknowledgedAgain(world);
          await leavesAgain(world);
        },
      }))
    : [];

const disks = (disk: Disk): FaultKind[] => [
  {
    name: "disk nearly full",
    isKill: false,
    share: 2,
    act: async (world) => {
      disk.fill("nearly");
      await disk.assertRefused(world);
      disk.clear();
    },
  },
  {
    name: "disk full to the last byte",
    isKill: false,
    share: 2,
    act: async (world) => {
      disk.fill("whole");
      await disk.assertRefused(world);
      disk.clear();
    },
  },
];

export const faultKinds = (world: World, disk: Disk | undefined): FaultKind[] => [
  ...kills(world),
  ...outside,
  ...clock(world),
  ...(disk ? disks(disk) : []),
];
