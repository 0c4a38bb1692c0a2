import type { Look, Trade } from "#/contract/index.ts";
import type { Language } from "#/contract/index.ts";

/** Somebody of a fictional firm; `key` names them in its stories. */
export interface DemoMember {
  readonly key: string;
  readonly name: string;
  readonly email: string;
  readonly task: string;
  readonly isAdmin?: true;
}

export interface DemoMailbox {
  readonly key: string;
  readonly name: string;
  readonly email: string;
  readonly members: readonly string[];
}

export interface DemoContact {
  readonly email: string;
  readonly name: string;
  readonly phone?: string;
  readonly language?: Language;
}

export interface DemoRecipient {
  readonly email: string;
  readonly name: string;
  readonly role?: "to" | "cc" | "bcc";
  readonly phone?: string;
  readonly password?: string;
}

/** What a recipient does with a message, and how many hours after it was sent. */
export interface DemoVisit {
  readonly afterHours: number;
  readonly downloads?: true;
  readonly reply?: string;
}

export interface DemoAttachment {
  readonly name: string;
  readonly type: string;
  /** Of a page with text the lines, the first as its title. */
  readonly text: string;
}

export interface DemoStory {
  readonly daysAgo: number;
  /** Local hour of the day at which it is sent. */
  readonly hour: number;
  readonly from: string;
  /** Key of the shared mailbox in whose name it is sent. */
  readonly mailbox?: string;
  readonly to: readonly DemoRecipient[];
  readonly subject: string;
  readonly text: string;
  readonly attachments?: readonly DemoAttachment[];
  /** Of the first recipient. */
  readonly visit?: DemoVisit;
  /** Hours after which the sender takes it back. */
  readonly recalledAfterHours?: number;
  /** The sender's label on the conversation. */
  readonly label?: string;
  readonly isArchived?: true;
}

/** What the firm agreed on mail, and the message that waits because of it. */
export interface DemoAgreements {
  readonly trade: Trade;
  /** Key of who lets held mail go. */
  readonly approver: string;
  /** Key of who has not read them yet. */
  readonly late: string;
  readonly held: { readonly from: string; readonly to: DemoRecipient; readonly subject: string; readonly text: string };
}

export interface DemoFirm {
  readonly agreements: DemoAgreements;
  readonly organisation: string;
  readonly domain: string;
  readonly phone: string;
  readonly website: string;
  readonly look: Look;
  /** A file beside the demo's own in `logos`. */
  readonly logo: string;
  readonly members: readonly DemoMember[];
  readonly mailboxes: readonly DemoMailbox[];
  readonly contacts: readonly DemoContact[];
  /** A template of the firm. */
  readonly template: { readonly name: string; readonly subject: string; readonly text: string };
  /** What its people have begun, and what leaves next week. */
  readonly draft: { readonly to: DemoRecipient; readonly subject: string; readonly text: string };
  readonly planned: { readonly to: DemoRecipient; readonly subject: string; readonly text: string };
  /** A month of life, oldest first. */
  readonly stories: readonly DemoStory[];
}

/** Of everybody in the demonstration. It is printed at the start: there is nothing real behind it. */
export const demoPassword = "linde en kastanje";
