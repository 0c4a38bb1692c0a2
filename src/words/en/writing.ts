import type { Sentence } from "../sentence.ts";

/** Drafts, sending later, templates, and what stands above a quoted message. */
export const writing = {
  "mail.draft_absent": "This draft is not there any more. Go back to your drafts.",
  "mail.quote_too_long":
    "With the earlier message below it, the text is too long. Take the earlier message off and send again.",
  "mail.draft_changed":
    "This draft was changed elsewhere meanwhile, so nothing was saved here. Load it again, and write your text in once more.",
  "mail.draft_waiting": "This message waits to be sent. Take it back first; then you can change it.",
  "mail.recipients_unfinished": "“{typed}” is not an address yet. Complete it or take it out, then send again.",
  "mail.password_short": "The password for {address} is too short: take at least {atLeast} characters.",
  "mail.send_time_invalid": "This time has passed, or is more than a year ahead. Choose another time.",
  "mail.not_left_yet": "This message has not left yet. Cancel sending instead.",
  "mail.left_already":
    "This message has left already. You can recall it, so that who has not opened it can't any more.",
  "mail.drafts_too_many": "There are {limit} drafts already. Throw some away first.",
  "mail.templates_too_many": "There are {limit} templates already. Remove some first.",
  "mail.template_absent": "This template is not there any more. Load the page again.",
  "mail.colleague_absent": "One of these colleagues is not there any more. Choose again.",

  "notice.shared_subject": "{sender} shares a conversation with you",
  "notice.shared":
    "{sender} lets you read a secure conversation. Log in to Zegel to read it; answers that come from now on are there too.",
  "notice.stopped_subject": "A message was not sent",
  "notice.stopped":
    "A message that you had planned was not sent, because your account was blocked at that time. When you have access again, you find it among what is planned, and can send or remove it.",
  "notice.stopped_admin":
    "A message that {sender} had planned was not sent, because that account is blocked or removed. Does it have to go out? Then write it again from another account.",

  "draft.quote_intro": "On {at:time} {author} wrote:",
  "draft.forwarded": "Forwarded message",
  "draft.forwarded_of": "Forwarded: the message of {author}",
  "draft.from": "From:",
  "draft.date": "Date:",
  "draft.to": "To:",
  "draft.cc": "Cc:",
  "draft.subject": "Subject:",
  "draft.moment": "{at:time}",
} as const satisfies Record<string, Sentence>;
