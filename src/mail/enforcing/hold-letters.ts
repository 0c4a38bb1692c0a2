import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import { say, speechOf } from "#/words/index.ts";
import { oneLine } from "../content.ts";
import { type Colleague, colleagues, houseOf } from "../house.ts";
import { outgoing } from "../letters.ts";
import { insertDispatch, prepareDispatch } from "../queue-dispatch.ts";
import type { MailApp } from "../types.ts";

/** What members are told about held mail in their ordinary mailbox; never what it says. */
export type HoldNotice =
  | "held_sender"
  | "held_approver"
  | "held_overdue"
  | "held_overdue_sender"
  | "held_released"
  | "held_returned"
  | "held_refused"
  | "held_expired";

type LetterApp = Pick<MailApp, "config" | "secrets" | "blobs" | "clock">;

interface Telling {
  readonly kind: HoldNotice | "agree_reminder";
  /** Of the page that it leads to. */
  readonly path: string;
  readonly details: Readonly<Record<string, string>>;
}

type Reader = Pick<Colleague, "email" | "name" | "language">;

/** Queues a letter in the transaction of the act. */
export function tellOfHold(
  app: LetterApp,
  tx: Transaction,
  to: Reader,
  kind: HoldNotice,
  details: Readonly<Record<string, string>>,
): Promise<void> {
  const isForApprover = kind === "held_approver" || kind === "held_overdue";
  return tellMember(app, tx, to, { kind, path: isForApprover ? "/approvals" : "/mail/scheduled", details });
}

export async function tellMember(
  app: LetterApp,
  tx: Transaction,
  to: Reader,
  { kind, path, details }: Telling,
): Promise<void> {
  const house = await houseOf(tx);
  const at = app.clock.now();
  const speech = speechOf(to.language, house.domain);
  const organisation = oneLine(house.name, 120);
  const said = Object.fromEntries(Object.entries(details).map(([name, value]) => [name, oneLine(value, 120)]));
  const address = `${app.config.publicUrl}${path}`;
  const content = outgoing(
    {
      house,
      language: to.language,
      at,
      fromName: `Zegel ${organisation}`,
      envelopeFrom: "",
      to: { email: to.email, name: to.name },
      subject: say(speech, `notice.${kind}_subject`, said),
    },
    [
      { kind: "lead", text: say(speech, `notice.${kind}`, said) },
      { kind: "link", text: say(speech, "notice.look"), label: address, address },
      { kind: "small", text: say(speech, "notice.why", { organisation }) },
    ],
  );
  await insertDispatch(tx, await prepareDispatch(app, { kind: "notice", content }), at);
}

/** The sender as a person to write to; nobody when they have left. */
export async function senderOf(tx: Transaction, senderId: Id): Promise<Colleague | undefined> {
  const [sender] = await colleagues(tx, { memberIds: [senderId] });
  return sender;
}
