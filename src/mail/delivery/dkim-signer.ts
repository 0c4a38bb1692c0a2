import { Worker } from "node:worker_threads";
import type { Bytes } from "#/kernel/index.ts";
import type { DkimKey } from "#/secrets/index.ts";
import type { DkimAnswer, DkimRequest } from "./dkim-messages.ts";

/** Signs off the main thread, so that a large mail holds nobody up. */
export interface DkimSigner {
  /** The DKIM-Signature field to set before the mail; undefined when the domain has no say in it. */
  sign(key: DkimKey, mail: AsyncIterable<Bytes>, at: Date): Promise<Bytes | undefined>;
  close(): void;
}

type Unnumbered<Request> = Request extends DkimRequest ? Omit<Request, "id"> : never;

/** The thread is started by the first mail, and does not keep the process alive. */
export function openDkimSigner(): DkimSigner {
  let worker: Worker | undefined;
  let count = 0;
  const waiting = new Map<number, PromiseWithResolvers<DkimAnswer>>();

  const fail = (error: Error): void => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  function thread(): Worker {
    if (worker) return worker;
    const fresh = new Worker(new URL("./dkim-worker.ts", import.meta.url));
    fresh.unref();
    fresh.on("message", (answer: DkimAnswer) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (answer.failed) asked?.reject(new Error("the mail could not be signed"));
      else asked?.resolve(answer);
    });
    fresh.on("error", fail);
    fresh.on("exit", () => fail(new Error("the signing thread ended")));
    return (worker = fresh);
  }
  function ask(id: number, request: Unnumbered<DkimRequest>): Promise<DkimAnswer> {
    const answered = Promise.withResolvers<DkimAnswer>();
    const to = thread();
    waiting.set(id, answered);
    // An answer that is waited for keeps the process alive; a thread that has nothing to do does not.
    to.ref();
    to.postMessage({ id, ...request }, []);
    return answered.promise.finally(() => {
      if (waiting.size === 0) to.unref();
    });
  }

  return {
    sign: async (key, mail, at) => {
      const id = ++count;
      await ask(id, { act: "begin", key });
      try {
        // One piece at a time: the thread's inbox stays short.
        for await (const piece of mail) await ask(id, { act: "piece", piece });
      } catch (error) {
        await ask(id, { act: "drop" });
        throw error;
      }
      const { header } = await ask(id, { act: "end", atMs: at.getTime() });
      return header === undefined ? undefined : Buffer.from(header, "latin1");
    },
    close: () => void worker?.terminate(),
  };
}
