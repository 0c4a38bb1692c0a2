import type { InForce, MailRecord } from "#/agreements/index.ts";
import type { Decision } from "#/agreements/rules/index.ts";
import type { MisaddressingSignal, Verification } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { AppPasswordActor, MemberActor } from "#/identity/index.ts";
import type { Addressee, WrittenRecipient } from "../plan-recipients.ts";
import type { MessagePlace, SealedParts } from "../sealed-parts.ts";
import type { MailApp, MessageContent } from "../types.ts";
import { type Approver, approversOf } from "./approvers.ts";
import { textsOf } from "./decide-submission.ts";
import {
  agreementsFor,
  assertNotRefused,
  decideSending,
  isAdvice,
  keywordsOf,
  recordOf,
  type Sending,
} from "./decide-sending.ts";
import { type Looked, MessageLook } from "./look-at-message.ts";
import { signalsOf, type Suspected, suspectIn } from "./suspect-recipients.ts";

type Sender = MemberActor | AppPasswordActor;

/** Looks at subject, text and attachments of a message that is about to be sealed. */
export async function lookAtSealed(
  keywords: readonly string[],
  { subject, text = "", html = "" }: Pick<MessageContent, "subject" | "text" | "html">,
  parts: Pick<SealedParts, "attachments">,
): Promise<MessageLook> {
  const look = new MessageLook(keywords);
  await look.text(subject, ...textsOf({ text, html }));
  for (const { part, plain } of parts.attachments) await look.attachment(part, plain());
  return look;
}

interface Sealing {
  readonly parts: SealedParts;
  readonly place: MessagePlace;
  readonly recipients: readonly WrittenRecipient[];
}

/** What the agreements make of one message that is sealed: made before it is planned, asked while it is. */
export class Gate {
  readonly inForce: InForce;
  readonly looked: Looked;
  /** Numbers of people in it. */
  readonly people: readonly string[];
  readonly #actor: Sender;
  readonly #at: Date;
  readonly #process: string | undefined;
  readonly #signals: ReadonlyMap<string, readonly MisaddressingSignal[]>;
  #decision: Decision | undefined;
  #sending: Sending | undefined;

  private constructor(
    inForce: InForce,
    look: MessageLook,
    actor: Sender,
    {
      at,
      process,
      suspected,
    }: { readonly at: Date; readonly process: string | undefined; readonly suspected: Suspected },
  ) {
    this.inForce = inForce;
    this.looked = look.done();
    this.people = look.people();
    this.#actor = actor;
    this.#at = at;
    this.#process = process;
    this.#signals = signalsOf(suspected);
  }

  static async open(
    app: MailApp,
    actor: Sender,
    content: MessageContent,
    { parts, place, recipients }: Sealing,
  ): Promise<Gate> {
    const inForce = await agreementsFor(app, actor.organisationId);
    const look = await lookAtSealed(keywordsOf(inForce.agreements), content, parts);
    const addressed = {
      recipients,
      conversationId: place.isNew ? undefined : parts.epoch.spaceId,
      text: textsOf({ text: content.text ?? "", html: content.html ?? "" })[0] ?? "",
      values: look.people(),
    };
    const suspected = await app.database.inOrganisation(actor.organisationId, (tx) =>
      suspectIn(app, tx, actor, inForce.agreements, addressed),
    );
    return new Gate(inForce, look, actor, { at: app.clock.now(), process: content.process, suspected });
  }

  /** The least check of each guest. @throws Refusal `mail.agreements_refuse`. */
  decide(recipients: readonly Addressee[]): ReadonlyMap<string, Verification> {
    const { agreements } = this.inForce;
    const sending = {
      at: this.#at,
      sender: this.#actor.email,
      recipients: recipients.map((each) => ({ ...each, signals: this.#signals.get(each.email) ?? [] })),
      process: this.#process,
      // Whatever comes here is sealed: it asks for what everything sealed has at least.
      wish: { secure: true },
    };
    const decision = decideSending(agreements, sending, this.looked);
    assertNotRefused(agreements, decision, this.#actor.language);
    this.#decision = decision;
    this.#sending = sending;
    return new Map(decision.recipients.map(({ email, verification }) => [email, verification]));
  }

  get decision(): Decision {
    return this.#decision!;
  }

  /** What stays of it besides the message. */
  get record(): MailRecord {
    return recordOf(this.#sending!, this.looked, this.decision.strictest);
  }

  get isHeld(): boolean {
    return this.decision.strictest === "hold";
  }

  /** What was said of recipients and sent all the same. */
  get warned(): MisaddressingSignal[] {
    const warnings = this.decision.recipients.flatMap((each) => each.reasons).filter(isAdvice);
    return warnings.flatMap(({ because }) => because.flatMap((each) => (each.what === "signal" ? [each.signal] : [])));
  }

  /** Names of the rules that had a say, for the audit log. */
  get rules(): string[] {
    const reasons = this.decision.recipients.flatMap((each) => each.reasons);
    const told = reasons.filter(
      (reason) => reason.source !== "wish" && reason.exception === undefined && !isAdvice(reason),
    );
    return [...new Set(told.map(({ source }) => source))].slice(0, 20);
  }

  /** Who may let it go. @throws Refusal `mail.agreements_nobody_releases`. */
  approvers(tx: Transaction): Promise<Approver[]> {
    return approversOf(tx, this.inForce.agreements, this.#actor);
  }
}
