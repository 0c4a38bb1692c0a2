/** Shared mailboxes and standing in. */
export const mailboxes = {
  "mailbox.stand_in_name": "{member} (by {standIn})",

  "mail.mailbox_absent": "This mailbox is not here, or not yours to enter. Choose another one.",
  "mail.mailbox_waiting":
    "You can enter this mailbox as soon as a colleague who is in it signs in. There is nothing you have to do; try again later.",
  "mail.mailbox_address_foreign": "Choose an address that ends in @{domain}.",
  "mail.mailbox_address_taken": "This address belongs to somebody or to another mailbox. Choose another one.",
  "mail.mailbox_closed":
    "The mailbox {address} is closed: nothing new arrives there and nothing is sent from it. Choose another address.",
  "mail.mailbox_members_none": "Choose at least one colleague for this mailbox.",
  "mail.stand_in_period":
    "These days are not possible. Choose an end that is after the beginning and still to come, at most a year later.",
  "mail.stand_in_exists": "Somebody stands in for you already. End that first.",
  "mail.stand_in_own_mailbox": "You can ask a colleague only, and for your own mailbox only.",
  "mail.stand_in_absent": "This is over already. Reload the page.",

  "mail.search_empty": "Type what you are looking for.",
  "mail.label_absent": "This label is no longer here. Reload the page.",
  "mail.label_nameless": "Give the label a name.",
  "mail.labels_too_many": "There are {limit} labels in this mailbox already. Take one away first.",

  "notice.standin_subject": "{standIn} stands in for {owner}",
  "notice.standin_named":
    "{standIn} may read and write in the mailbox of {owner} from {from:date} until {until:date}. Every message says who did it. Both can end this at any moment in Zegel, under Standing in.",
  "notice.standin_ended":
    "{standIn} no longer stands in for {owner}. The mailbox has a new key; what arrives from now on only {owner} can read.",
} as const;
