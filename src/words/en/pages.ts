import type { Sentence } from "../sentence.ts";

/** Pages that the server itself writes. */
export const pages = {
  "page.absent_title": "This page does not exist",
  "page.absent_text":
    "The address may have been copied only in part. Open the link from your e-mail again, or go to the start page.",
  "page.start": "To the start page",
  "page.unbuilt_title": "The pages are not built yet",
  "page.unbuilt_text": "Start Zegel with “npm start”, which builds them, and load this page again.",
  "outbox.title": "Outbox",
  "outbox.why":
    "No mail server or SMS gateway is set. What would have been sent is kept here, on this machine only. Set ZEGEL_SMARTHOST and ZEGEL_SMS to really send.",
  "outbox.empty": "Nothing has been sent yet. Send a message, and its notification appears here.",
  "outbox.mail": "E-mail, {at:time}",
  "outbox.sms": "Text message, {at:time}",
  "outbox.to": "To",
  "outbox.from": "From",
  "outbox.subject": "Subject",
  "help.title": "Help",
  "help.search": "What are you looking for?",
  "help.look": "Search",
  "help.all": "All guides",
  "help.nothing": "The guides say nothing about “{q}”. Try another word, or ask your administrator.",
  "help.for_member": "For those who send mail",
  "help.for_guest": "For those who got a message",
  "help.for_admin": "For the administrator",
  "help.for_operator": "For those who run the server",
  "help.sheet": "A sheet to print and hand out",
} as const satisfies Record<string, Sentence>;
