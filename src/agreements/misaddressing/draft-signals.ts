import { addressKey, addressParts } from "../rules/index.ts";
import type { Prepared } from "./known.ts";
import { greetedNames, isNamed, mayBe } from "./salutation.ts";
import type { AddressedDraft, DraftRecipient, Suspicion } from "./types.ts";

/** From so many on who see each other, of so many domains. */
const manyStrangers = 6;
const manyDomains = 3;
const manyAnswered = 8;
/** So often to the others before it is a habit, and never to this one. */
const usual = 3;

type Signals = (recipient: DraftRecipient) => Suspicion[];
const nothing: Signals = () => [];

/** Somebody from outside is new in a conversation in which only the firm took part. */
function outsiders({ history }: Prepared, { thread }: AddressedDraft): Signals {
  const own = new Set(history.ownDomains.map((domain) => addressParts(`x@${domain}`).domain));
  if (!thread?.length || !thread.every((email) => own.has(addressParts(email).domain))) return nothing;
  return ({ kind }) => (kind === "guest" ? [{ signal: "outsider" }] : []);
}

/** People who don't know each other get to see each other's addresses. */
function strangers({ recipients, thread = [] }: AddressedDraft): Signals {
  const before = new Set(thread.map(addressKey));
  const isStranger = ({ kind, role, email }: DraftRecipient): boolean =>
    kind === "guest" && role !== "bcc" && !before.has(addressKey(email));
  const seen = recipients.filter(isStranger);
  const domains = new Set(seen.map(({ email }) => addressParts(email).domain));
  if (seen.length < manyStrangers || domains.size < manyDomains) return nothing;
  return (recipient) => (isStranger(recipient) ? [{ signal: "many-strangers" }] : []);
}

const answersAll = ({ isReplyAll, recipients }: AddressedDraft): Signals =>
  isReplyAll && recipients.length >= manyAnswered ? () => [{ signal: "reply-all" }] : nothing;

/** Data of somebody usually goes to others, and never yet to this recipient or their domain. */
function elsewhere({ history }: Prepared, { people = [] }: AddressedDraft): Signals {
  const habits = people.flatMap((key) => {
    const went = history.people?.get(key) ?? [];
    const most = went.toSorted((one, other) => other.count - one.count)[0];
    return most && most.count >= usual
      ? [{ most, domains: new Set(went.map(({ email }) => addressParts(email).domain)) }]
      : [];
  });
  return ({ kind, email }) => {
    if (kind === "member") return [];
    const habit = habits.find(({ domains }) => !domains.has(addressParts(email).domain));
    return habit ? [{ signal: "usual-recipient", meant: habit.most.email }] : [];
  };
}

/** The first line greets somebody who is none of those it is addressed to. */
function greeted({ recipients, beginning = "" }: AddressedDraft): Signals {
  const names = greetedNames(beginning);
  const addressed = recipients.filter(({ role }) => role === "to");
  const isClear =
    names.length > 0 && addressed.length > 0 && addressed.every(({ email, name }) => isNamed(email, name));
  // Whoever is in Cc may be greeted, too.
  if (!isClear || recipients.some(({ email, name }) => mayBe(names, email, name))) return nothing;
  return ({ role }) => (role === "to" ? [{ signal: "salutation", meant: names.join(" ") }] : []);
}

/** What is odd about the mail as a whole, for each recipient. */
export function draftSignals(known: Prepared, draft: AddressedDraft): Signals {
  const all = [outsiders(known, draft), strangers(draft), answersAll(draft), elsewhere(known, draft), greeted(draft)];
  return (recipient) => all.flatMap((signals) => signals(recipient));
}
