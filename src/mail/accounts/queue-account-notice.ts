import type { Config } from "#/config.ts";
import type { Transaction } from "#/db/index.ts";
import type { AccountNotice, DeliverNotice } from "#/identity/index.ts";
import { say } from "#/words/index.ts";
import { oneLine } from "../content.ts";
import type { OutgoingMail } from "../dispatch-content.ts";
import { type House, houseOf } from "../house.ts";
import { outgoing } from "../letters.ts";
import { insertDispatch, prepareDispatch } from "../queue-dispatch.ts";
import type { MailApp } from "../types.ts";

function accountLetter(config: Pick<Config, "publicUrl">, house: House, at: Date, notice: AccountNotice): OutgoingMail {
  const { kind, to, url } = notice;
  const organisation = oneLine(house.name, 120);
  const details = Object.fromEntries(
    Object.entries({ ...notice.details, organisation }).map(([name, value]) => [
      name,
      typeof value === "string" ? oneLine(value, 200) : value,
    ]),
  );
  const address = url ?? `${config.publicUrl}/account`;
  const text = say(to.language, url ? "account.open_link" : "account.look");
  return outgoing(
    {
      house,
      language: to.language,
      at,
      fromName: `Zegel ${organisation}`,
      envelopeFrom: "",
      to: { email: to.email, name: to.name },
      subject: say(to.language, `account.${kind}_subject`, details),
    },
    [
      { kind: "lead", text: say(to.language, `account.${kind}`, details) },
      { kind: "link", text, label: address, address },
      { kind: "small", text: say(to.language, "notice.why", { organisation }) },
    ],
  );
}

/** Queues what a member is told of their own access, in the transaction of the act: `deliver` of identity's verbs. */
export const queueAccountNotice =
  (app: Pick<MailApp, "secrets" | "blobs" | "clock" | "config">): DeliverNotice =>
  async (tx: Transaction, notice: AccountNotice): Promise<void> => {
    const at = app.clock.now();
    const content = accountLetter(app.config, await houseOf(tx), at, notice);
    await insertDispatch(tx, await prepareDispatch(app, { kind: "notice", content }), at);
  };
