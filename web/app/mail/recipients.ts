import { call } from "../session.ts";
import {
  changeDraft,
  type DraftRecipient,
  type KnownRecipient,
  noteDraft,
  readDraft,
  type RecipientRole,
} from "./draft.ts";
import { readPeople, type TypedPerson } from "./read-people.ts";

/** What the server knows is no change of the draft: opening one must not save it. */
function noteKnown(key: string, email: string, known: KnownRecipient): void {
  noteDraft(key, (draft) => ({
    recipients: draft.recipients.map((each) => (each.email === email ? { ...each, known } : each)),
  }));
}

/** Asks the server how an address would be reached, and keeps the answer with the draft. */
export async function askKnown(key: string, email: string): Promise<void> {
  try {
    const known = await call("previewRecipient", { body: { email } });
    noteKnown(key, email, known);
  } catch {
    // Only the advice is missing then: sending decides, and says what it decided.
    noteKnown(key, email, { email, route: "guest", verification: null, phoneKnown: false, passwordKnown: false });
  }
}

export function addPeople(key: string, people: readonly TypedPerson[], role: RecipientRole): void {
  const had = new Set(readDraft(key).recipients.map((recipient) => recipient.email));
  const fresh = people.filter((person) => !had.has(person.email));
  changeDraft(key, (draft) => ({
    recipients: [...draft.recipients, ...fresh.map((person) => ({ ...person, role, phone: "", password: "" }))],
  }));
  for (const person of fresh) void askKnown(key, person.email);
}

/** Makes recipients of what still stands typed in the fields; what is no address stays there and comes back. */
export function takeTyped(key: string): string {
  const { typed } = readDraft(key);
  const rests = (Object.keys(typed) as RecipientRole[]).map((role) => {
    const { people, rest } = readPeople(typed[role] ?? "");
    addPeople(key, people, role);
    changeDraft(key, (draft) => ({ typed: { ...draft.typed, [role]: rest } }));
    return rest;
  });
  return rests.filter((rest) => rest !== "").join(", ");
}

export function changeRecipient(
  key: string,
  email: string,
  change: (recipient: DraftRecipient) => Partial<DraftRecipient>,
): void {
  changeDraft(key, (draft) => ({
    recipients: draft.recipients.map((each) => (each.email === email ? { ...each, ...change(each) } : each)),
  }));
}

export const removeRecipient = (key: string, email: string): void =>
  changeDraft(key, (draft) => ({ recipients: draft.recipients.filter((each) => each.email !== email) }));
