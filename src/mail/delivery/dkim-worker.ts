import { parentPort } from "node:worker_threads";
import { DkimSigning } from "./dkim-sign.ts";
import type { DkimAnswer, DkimRequest } from "./dkim-messages.ts";

/** Signings under way, by the number that the asker gave them. */
const signings = new Map<number, DkimSigning>();

parentPort!.on("message", (request: DkimRequest) => {
  const { id } = request;
  const reply = (answer: DkimAnswer): void => parentPort!.postMessage(answer, []);
  try {
    if (request.act === "begin") signings.set(id, new DkimSigning(request.key));
    else if (request.act === "piece") signings.get(id)?.add(request.piece);
    else if (request.act === "drop") signings.delete(id);
    else {
      const header = signings.get(id)?.header(new Date(request.atMs));
      signings.delete(id);
      return reply({ id, header });
    }
    reply({ id });
  } catch {
    signings.delete(id);
    reply({ id, failed: true });
  }
});
