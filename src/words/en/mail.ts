import type { Sentence } from "../sentence.ts";

/** Refusals of the mail room, and the reasons that stand beside a recipient. */
export const mail = {
  "mail.device_absent": "This device is not in the list (any more). Refresh the page.",
  "mail.preview_impossible": "This attachment cannot be shown here. Download it to look at it.",
  "mail.reply_budget":
    "A lot was sent through this link today; more is possible later. Ask the sender for another way for large files.",
  "mail.replies_too_many": "Many replies were sent through this link today. Try again tomorrow, or call the sender.",
  "mail.notification_code_form": "This is no check code. The code stands at the end of the mail and has 12 signs.",
  "mail.phone_missing": "The mobile phone number is missing. Fill it in, then the message is sent to this recipient.",
  "mail.password_missing": "No password was agreed with this recipient. Fill one in, then the message is sent.",
  "mail.phone_invalid":
    "This is not a phone number that exists. Check it; from abroad it begins with + and the country.",
  "mail.phone_not_mobile":
    "No text message can arrive on this number. Fill in a mobile number, or choose another check.",
  "mail.address_invalid": "{address} is not an e-mail address. Check it and try again.",
  "mail.subject_invalid": "The subject contains characters that cannot be used. Type it again.",
  "mail.recipients_none": "There is no recipient. Fill in at least one address.",
  "mail.recipients_too_many": "A message goes to at most {limit} recipients. Send it in parts.",
  "mail.sender_not_allowed": "You may not send from {address}. Send from your own address.",
  "mail.wish_unclear":
    "The header {header} of this mail cannot be understood, so nothing was sent. Ask who looks after the program that wrote it.",
  "mail.sent_already": "This message has already been sent. Write a new one.",
  "mail.message_absent": "This message is not here, or not for you to see. Go back to your mailbox.",
  "mail.conversation_absent": "This conversation is not here, or not for you to see. Go back to your mailbox.",
  "mail.attachment_absent": "This attachment is not here, or not for you to see. Go back to the message.",
  "mail.recipient_absent": "This recipient is not here, or not for you to see. Go back to the message.",
  "mail.original_absent": "Of this message there is no original. Keep a copy instead.",
  "mail.recalled": "The sender took this message back. Ask the sender if you need it.",
  "mail.already_recalled": "This message has already been taken back. Load the page again.",
  "mail.not_the_sender": "Only the sender can do this. Ask the sender.",
  "mail.not_waiting": "This recipient is not waiting for anything. Load the page again.",
  "mail.resend_impossible": "There is no link that can be sent again. Send the message anew.",
  "mail.remind_impossible":
    "A reminder is possible only while the message can be opened and was not opened yet. Reload the page.",
  "mail.reminded_just_now": "This recipient was reminded today already. Wait a day, or give them a call.",
  "mail.link_wrong":
    "This link is not right or not complete. Open it again from the e-mail, or type the code that is in it.",
  "mail.link_expired": "This message could be opened until {until:date}. Ask the sender to send it again.",
  "mail.delayed": "Not delivered yet. We keep trying for two days.",
  "mail.delivery_uncertain": "The mail server did not confirm that the notification arrived.",
  "mail.bounced_later": "The notification came back. Check the address.",
  "mail.link_locked":
    "There were too many wrong answers, so this link was closed. Ask the sender to send the message again.",
  "mail.check_other": "This message asks for another check. Load the page again.",
  "mail.code_wrong": {
    count: "triesLeft",
    one: "This code is not right. You have {triesLeft} try left.",
    other: "This code is not right. You have {triesLeft} tries left.",
  },
  "mail.code_used_up": "This code is no longer valid. Ask for a new one.",
  "mail.codes_too_many": "Enough codes were sent for now. Wait {retryAfterSeconds:duration} and ask again.",
  "mail.password_wrong": {
    count: "triesLeft",
    one: "This is not the agreed password. You have {triesLeft} try left.",
    other: "This is not the agreed password. You have {triesLeft} tries left.",
  },
  "mail.passwords_too_many": "There were too many wrong passwords. Wait {retryAfterSeconds:duration} and try again.",
  "mail.range_unsatisfiable": "That part of the file does not exist. Start the download again.",
  "mail.nobody_to_answer": "There is nobody left who can read your answer. Call the organisation.",
  "mail.smarthost_unavailable": "The mail server could not take the mail right now ({answer}). It is tried again.",
  "mail.gateway_unavailable": "The text message could not be sent right now ({answer}). It is tried again.",
  "mail.queue_key_lost": "The notification was lost when the server was restored. Send it again.",
  "mail.sms_refused": "The text message with the code could not be sent. Check the number, or choose another check.",
} as const satisfies Record<string, Sentence>;
