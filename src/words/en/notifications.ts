import type { Sentence } from "../sentence.ts";

/** Mails and texts that leave the house. They never say what a message is about. */
export const notifications = {
  "notification.via": "{sender} via {organisation}",
  "notification.subject": "Secure message from {sender} ({organisation})",
  "notification.who": "{sender} of {organisation} has sent you a secure message.",
  "notification.open": "Open the message",
  "notification.open_with": "Open the message with this link:",
  "notification.check_sms":
    "You will then be asked for a code. You get it as a text message on your phone, on the number that ends in {phoneHint}.",
  "notification.check_password": "You will then be asked for the password that you agreed with {organisation}.",
  "notification.type": "Does the link not work? Go to {address} and type this code:",
  "notification.until":
    "You can open the message until {until:date}. You can reply and keep a copy there. You need no account.",
  "notification.doubt":
    "Not sure whether this message is real? Call {organisation} on the number that you already had{contact}. Do not forward this mail: whoever has the link can start to open the message.",
  "notification.check":
    "You can also ask our server. Go to {address} and type this check code: {code}. The code says who sent this mail, and opens nothing.",
  "notification.contact": ", or use {contact}",
  "notification.sms":
    "{organisation}: your code is {code}. It is valid for {minutes} minutes. Never give it to anybody else.",

  "notice.reply_subject": "Reply from {guest} to your secure message",
  "notice.reply": "{guest} has replied to your secure message. Sign in to Zegel to read the reply.",
  "notice.colleague_subject": "Secure message from {sender}",
  "notice.colleague": "{sender} has sent you a secure message. Sign in to Zegel to read it.",
  "notice.bounce_subject": "Not delivered to {guest}",
  "notice.bounce":
    "The notification of your secure message to {guest} could not be delivered. The mail server said: {answer}. Check the address. Then send the notification again, or send a new message to the right address.",
  "notice.bounce_relay":
    "Your mail to {guest} could not be delivered. The mail server said: {answer}. Check the address and send it again.",
  "notice.waiting_subject": "Your message to {guest} is waiting for you",
  "notice.waiting_phone":
    "Your secure message to {guest} has not been sent yet: the mobile phone number for the code is missing. The other recipients have been served. Open the message and fill in the number; then it is sent.",
  "notice.waiting_password":
    "Your secure message to {guest} has not been sent yet: no password has been agreed with this recipient. The other recipients have been served. Open the message and fill in a password; then it is sent.",
  "notice.delayed_subject": "Not yet delivered to {guest}",
  "notice.delayed":
    "The notification of your secure message to {guest} has not been delivered yet. The mail server said: {answer}. We keep trying for two days. There is nothing you need to do; if it does not work, we will tell you.",
  "notice.delayed_relay":
    "Your mail to {guest} has not been delivered yet. The mail server said: {answer}. We keep trying for two days. There is nothing you need to do; if it does not work, we will tell you.",
  "notice.uncertain_subject": "Not certain that {guest} has the notification",
  "notice.uncertain":
    "The notification of your secure message to {guest} was sent, but the mail server did not confirm that it arrived. Ask {guest} whether it is there, or send it again.",
  "notice.expiry_subject": "{guest} has not opened your message yet",
  "notice.expiry":
    "{guest} has not opened your secure message yet. The link works until {until:date}. We reminded {guest} of it. You can give more time at the message.",
  "notice.more_subject": "{guest} asks for more time",
  "notice.more_time":
    "{guest} wants to open your secure message, but the link has expired. Give more time at the message; then a new link goes to the same address.",
  "notice.other_subject": "{guest} asks for another check",
  "notice.other_way":
    "{guest} gets no code for your secure message and asks for another check. Check the number, or choose another check and send the message again.",
  "notice.sms_subject": "Code for {guest} not sent",
  "notice.sms":
    "{guest} asked for the code of your secure message, but the sms could not be sent. The gateway said: {answer}. Check the number, and send the message again with the right one or with another check.",
  "notice.look": "Look at it here:",
  "notice.why": "You get this mail because you use Zegel at {organisation}. The content of messages is never in it.",

  "follow_up.reminder_subject": "Reminder: secure message from {sender} ({organisation})",
  "follow_up.reminder":
    "{sender} of {organisation} sent you a secure message on {sent:date}. You have not opened it yet. You can do so until {until:date}.",
  "follow_up.expiry_subject": "Can be opened until {until:date}: message from {sender} ({organisation})",
  "follow_up.expiry":
    "The secure message that {sender} of {organisation} sent you on {sent:date} can be opened until {until:date}. You have not opened it yet.",
  "follow_up.find":
    "Look in your mailbox for the earlier mail from {sender} via {organisation}, of {sent:date}. The link to open the message is in there. Look in your junk folder too. There is no link in this mail on purpose.",
  "follow_up.doubt":
    "Can't you find the earlier mail, or are you in doubt? Answer this mail, or call {organisation} on the number that you already had{contact}.",

  "account.new_login_subject": "New log-in to Zegel of {organisation}",
  "account.new_login":
    "Somebody logged in to your account in a browser that we did not know yet: {browser}, {at:date}. Was it you? Then there is nothing to do. Was it not? Log in, choose My account, end all other sessions and change your password.",
  "account.backup_used_subject": "Back-up code used at Zegel of {organisation}",
  "account.backup_used":
    "Somebody logged in to your account with a back-up code. You have {left} left. Was it not you? Log in, choose My account, end all other sessions and change your password.",
  "account.password_changed_subject": "Your password of Zegel was changed",
  "account.password_changed":
    "The password of your account was changed, and all other sessions were ended. Was it not you? Call an admin of {organisation} at once.",
  "account.password_recovered_subject": "Your password of Zegel was replaced with your recovery code",
  "account.password_recovered":
    "A new password was chosen with your recovery code, and all sessions were ended. Make a new recovery code in My account. Was it not you? Call an admin of {organisation} at once.",
  "account.recovery_link_subject": "Link to get back into Zegel of {organisation}",
  "account.recovery_link":
    "With this link and your recovery code you choose a new password and set the second step up anew. The link works for an hour. You did not ask for it? Then somebody knows your recovery code: log in and make a new one in My account.",
  "account.second_factor_reset_subject": "Your second step at Zegel was reset",
  "account.second_factor_reset":
    "{admin} has reset the second step of your account. At the next log-in you set it up anew. You did not ask for this? Call {admin}, at a number that you know already.",
  "account.given_back_subject": "You get access to Zegel of {organisation} back",
  "account.given_back":
    "{admin} gives you access to your mailbox back, with the recovery kit. You get a link for it from {admin}. You did not ask for this? Call {admin}, at a number that you know already.",
  "account.given_back_admin_subject": "{member} gets access back, with the recovery kit",
  "account.given_back_admin":
    "The mailbox of {member} was opened for new keys with the recovery kit of {organisation}, by {admin}. You know nothing of this? Ask {admin} at once, and look in the audit log.",
  "account.look": "To My account:",
  "account.open_link": "Open this link:",

  "invitation.subject": "{inviter} invites you to Zegel of {organisation}",
  "invitation.text":
    "{inviter} has made an account for you in Zegel, with which {organisation} sends secure mail. Open this link to choose a password:",
  "invitation.until":
    "The link works once, until {until:date}. Did you not expect this? Ask {inviter} before you open it.",
} as const satisfies Record<string, Sentence>;
