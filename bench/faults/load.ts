import { setTimeout as pause } from "node:timers/promises";
import { mailRoutes } from "#/contract/index.ts";
import { randomOf } from "../../tests/support/flaky-smarthost.ts";
import { openAndReply } from "./guest.ts";
import type { Sent } from "./ledger.ts";
import { schedule, sendByMailProgram, sendFromWeb, sendUpload } from "./send.ts";
import { outcomeOf, type World } from "./world.ts";

export interface Load {
  /** Lets everybody finish what they are at, and resolves when they have. */
  end(): Promise<void>;
}

const sizes = [[], [2_000], [40_000], [150_000], [2_000, 300_000]] as const;
const afterBreakMs = 500;
const mebibyte = 2 ** 20;

async function recall(world: World, sent: Sent): Promise<void> {
  sent.recall = "asked";
  try {
    await world.member.call(mailRoutes.recall, { params: { messageId: sent.messageId! }, body: {} });
    sent.recall = "acknowledged";
    world.ledger.tell("recall", "acknowledged");
  } catch (error) {
    world.ledger.tell("recall", outcomeOf(world.ledger, error));
  }
}

/** People at work, each at random by the seed; `pauseMs` is how long each rests on average between two acts. */
export function startLoad(world: World, seed: number, people: number, pauseMs: number): Load {
  const over = new AbortController();
  const busy = new Set<Sent>();
  const { ledger } = world;

  const work = async (random: () => number): Promise<void> => {
    const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
    const some = (): readonly number[] => pick(sizes)!;
    const withOne = async (fits: (sent: Sent) => boolean, act: (sent: Sent) => Promise<void>): Promise<void> => {
      const sent = pick(ledger.sent.slice(-200).filter((each) => !busy.has(each) && fits(each)));
      if (!sent) return;
      busy.add(sent);
      try {
        await act(sent);
      } finally {
        busy.delete(sent);
      }
    };
    const isThere = (sent: Sent): boolean => sent.state === "acknowledged" && !sent.recall;
    const acts: readonly (readonly [share: number, act: () => Promise<unknown>])[] = [
      [4, () => sendFromWeb(world, some())],
      [1, () => sendFromWeb(world, [], "text code")],
      [4, () => sendByMailProgram(world, some(), () => over.signal.aborted)],
      [2, () => schedule(world, 500 + random() * 6000)],
      [1, () => sendUpload(world, Math.floor((1 + random() * 3) * mebibyte))],
      [
        1,
        () =>
          withOne(
            (sent) => isThere(sent) && random() < 0.5,
            (sent) => recall(world, sent),
          ),
      ],
      [
        6,
        () =>
          withOne(
            (sent) => isThere(sent) && !sent.isOpened && world.copiesFor(sent.guest).length > 0,
            (sent) => openAndReply(world, sent, random() < 0.6 ? pick([[], [3_000], [120_000]]) : undefined),
          ),
      ],
    ];
    const broken = (): number => [...ledger.acts.values()].reduce((sum, { unknown }) => sum + unknown, 0);
    const total = acts.reduce((sum, [share]) => sum + share, 0);
    while (!over.signal.aborted) {
      let at = random() * total;
      const [, act] = acts.find(([share]) => (at -= share) < 0)!;
      const before = broken();
      await act();
      // Whoever finds nobody there tries again a little later.
      await pause(random() * 2 * pauseMs + (broken() > before ? afterBreakMs : 0));
    }
  };
  const working = Promise.all(Array.from({ length: people }, (_, at) => work(randomOf(seed + at * 7919))));
  return {
    end: async () => {
      over.abort();
      await working;
    },
  };
}
