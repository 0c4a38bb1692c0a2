import type { Transaction } from "#/db/index.ts";
import { say } from "#/words/index.ts";
import { oneLine } from "../content.ts";
import { activeAdmins } from "../drafts/stop-scheduled.ts";
import { houseOf } from "../house.ts";
import { outgoing } from "../letters.ts";
import { insertDispatch, prepareDispatch } from "../queue-dispatch.ts";
import type { MailApp } from "../types.ts";

export interface OperationNotice {
  /** Of the sentence; its subject stands under `subjectKey`. */
  readonly key: string;
  readonly subjectKey: string;
  readonly details: Readonly<Record<string, string | number>>;
  /** Below the public address: where to look. */
  readonly path: string;
  /** Of the words before that address. */
  readonly lookKey?: string;
  /** Lines to keep as they are, each under a sentence. */
  readonly kept?: readonly { readonly key: string; readonly text: string }[];
}

/** Queues a letter about the installation to each admin who can log in, in the transaction of the act; says to how many. */
export async function tellAdmins(
  app: Pick<MailApp, "secrets" | "blobs" | "clock" | "config">,
  tx: Transaction,
  { key, subjectKey, details, path, lookKey = "warning.look", kept = [] }: OperationNotice,
): Promise<number> {
  const house = await houseOf(tx);
  const at = app.clock.now();
  const organisation = oneLine(house.name, 120);
  const admins = await activeAdmins(tx);
  for (const to of admins) {
    const address = `${app.config.publicUrl}${path}`;
    const content = outgoing(
      {
        house,
        language: to.language,
        at,
        fromName: `Zegel ${organisation}`,
        envelopeFrom: "",
        to: { email: to.email, name: to.name },
        subject: say(to.language, subjectKey, details),
      },
      [
        { kind: "lead", text: say(to.language, key, details) },
        ...kept.map((each) => ({ kind: "code" as const, text: say(to.language, each.key), code: each.text })),
        { kind: "link", text: say(to.language, lookKey), label: address, address },
        { kind: "small", text: say(to.language, "warning.why", { organisation }) },
      ],
    );
    await insertDispatch(tx, await prepareDispatch(app, { kind: "notice", content }), at);
  }
  return admins.length;
}
