import type { MemberRoutes } from "../../parts/call.ts";
import type { z } from "zod";
import type { Me } from "../session.ts";

type Request = z.input<MemberRoutes["composeAgreements"]["body"]>;

/** What somebody answered so far; in this tab, so that a reload loses nothing. Nobody's data but the firm's own. */
export interface Answers extends Pick<Request, "trade" | "scope" | "action" | "verification"> {
  readonly firm: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly hours: string;
  /** Addresses of who lets held mail go. */
  readonly approvers: string;
}

const place = "zegel.agreements-answers";

export const firstAnswers = (me: Me): Answers => ({
  trade: "general",
  scope: "outsiders",
  action: "none",
  verification: "sms",
  firm: me.organisation.name,
  name: me.name,
  email: me.email,
  phone: "",
  hours: "",
  approvers: "",
});

export const keepAnswers = (answers: Answers): void => sessionStorage.setItem(place, JSON.stringify(answers));

export function keptAnswers(): Answers | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(place) ?? "null") as Answers | null;
    // Kept by an earlier page, which asked less.
    return kept ? { ...kept, approvers: kept.approvers ?? "" } : undefined;
  } catch {
    return undefined;
  }
}

const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

const addressesIn = (text: string): string[] =>
  [...new Set(text.toLowerCase().split(/[\s,;]+/))].filter(isAddress).slice(0, 20);

/** What is not finished is left out, so that the text beside the questions stays readable while one types. */
export function requestOf({ firm, name, email, phone, hours, approvers, ...choices }: Answers): Request {
  const helper = {
    name: name.trim(),
    ...(isAddress(email.trim()) && { email: email.trim() }),
    ...(phone.trim() !== "" && { phone: phone.trim() }),
    ...(hours.trim() !== "" && { hours: hours.trim() }),
  };
  return { ...choices, name: firm, approvers: addressesIn(approvers), support: helper.name === "" ? [] : [helper] };
}
