import type { mailboxes as english } from "../en/mailboxes.ts";
import type { Sentence } from "../sentence.ts";

/** Gedeelde postvakken en vervanging. */
export const mailboxes = {
  "mailbox.stand_in_name": "{member} (door {standIn})",

  "mail.mailbox_absent": "Dit postvak is er niet, of je mag er niet in. Kies een ander postvak.",
  "mail.mailbox_waiting":
    "Je mag in dit postvak zodra een collega die er al in zit, inlogt. Je hoeft niets te doen; probeer het later opnieuw.",
  "mail.mailbox_address_foreign": "Kies een adres dat eindigt op @{domain}.",
  "mail.mailbox_address_taken": "Dit adres is al van iemand of van een ander postvak. Kies een ander adres.",
  "mail.mailbox_closed":
    "Het postvak {address} is gesloten: er komt niets nieuws bij en er gaat niets uit. Kies een ander adres.",
  "mail.mailbox_members_none": "Kies minstens één collega die in dit postvak mag.",
  "mail.stand_in_period":
    "Deze dagen kunnen niet. Kies een einde dat na het begin ligt en nog moet komen, hooguit een jaar later.",
  "mail.stand_in_exists": "Er is al iemand die je vervangt. Beëindig dat eerst.",
  "mail.stand_in_own_mailbox": "Je kunt alleen een collega vragen, en alleen voor je eigen postvak.",
  "mail.stand_in_absent": "Deze vervanging is al voorbij. Laad de pagina opnieuw.",

  "mail.search_empty": "Typ waarnaar je zoekt.",
  "mail.label_absent": "Dit label is er niet meer. Laad de pagina opnieuw.",
  "mail.label_nameless": "Geef het label een naam.",
  "mail.labels_too_many": "Er zijn al {limit} labels in dit postvak. Haal er eerst een weg.",

  "notice.standin_subject": "{standIn} vervangt {owner}",
  "notice.standin_named":
    "{standIn} mag van {from:date} tot {until:date} lezen en schrijven in het postvak van {owner}. Bij elk bericht staat wie het deed. {owner} en {standIn} kunnen dit allebei op elk moment beëindigen in Zegel, onder Vervanging.",
  "notice.standin_ended":
    "{standIn} vervangt {owner} niet meer. Het postvak heeft een nieuwe sleutel; wat er vanaf nu binnenkomt, kan alleen {owner} lezen.",
} as const satisfies Record<keyof typeof english, Sentence>;
