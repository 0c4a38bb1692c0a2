import type { Sentence } from "../sentence.ts";

/** What the working agreements do to what is sent, and held mail. */
export const enforcement = {
  "mail.agreements_refuse":
    "The working agreements (“{rule}”) do not let this go to {address} by mail, not even sealed. Take out what does not belong in it, or ask who looks after the agreements. {why}",
  "mail.agreements_nobody_releases":
    "The working agreements say that somebody else has to release this message first, but there is nobody now who can. Ask who looks after the agreements to name an approver. Your text is kept.",
  "mail.hold_absent": "This message is not held any more. Load the list again.",
  "mail.hold_own": "Somebody else decides about your own message. Ask another approver.",
  "mail.hold_decided": "{by} has decided about this already. Load the list again.",
  "mail.hold_note_missing": "Write why, so that the sender knows what to do.",
  "mail.hold_note_long": "This note is too long: take at most {limit} characters.",
  "mail.hold_waits":
    "An approver decides about this message. You can take it back and change it, but not send it yourself.",
  "notice.held_sender_subject": "Your message waits for release",
  "notice.held_sender":
    "A message of yours is held, because our working agreements say so. {approvers} will look at it. You need not do anything; you will hear when it is decided. Why it waits is shown under Planned.",
  "notice.held_approver_subject": "A message of {sender} waits for your release",
  "notice.held_approver":
    "{sender} wants to send a message that our working agreements hold until it is released. Look why it waits, and decide.",
  "notice.held_overdue_subject": "A message of {sender} has waited too long for release",
  "notice.held_overdue":
    "A message of {sender} has waited longer than agreed. You are a stand-in: look at it and decide.",
  "notice.held_overdue_sender_subject": "Your message waits longer than agreed",
  "notice.held_overdue_sender":
    "Nothing is decided about your message yet. {approvers} has been asked now as well. Is it urgent? Then give them a call.",
  "notice.held_released_subject": "Your message is released",
  "notice.held_released": "{approver} released your message. It has been sent.",
  "notice.held_returned_subject": "Your message is given back",
  "notice.held_returned": "{approver} gave your message back, with a note. Change it and send it again.",
  "notice.held_refused_subject": "Your message is not released",
  "notice.held_refused": "{approver} did not release your message. The note says why.",
  "notice.held_expired_subject": "Your message is not released",
  "notice.held_expired":
    "Nobody decided about your message in time. It was not sent. You can take it back and send it again.",
  "notice.held_nobody_subject": "Nobody can release a held message",
  "notice.held_nobody":
    "A message of {sender} waits for release, but none of the approvers in the working agreements can log in. Name a new approver.",
  "notice.agree_reminder_subject": "Please read our working agreements on mail",
  "notice.agree_reminder":
    "Working agreements are in force that you have not read yet. It takes a few minutes: read them and agree.",
} satisfies Record<string, Sentence>;
