import type { mailboxes as english } from "../en/mailboxes.ts";
import type { Sentence } from "../sentence.ts";

/** Gemeinsame Postfächer und Vertretung. */
export const mailboxes = {
  "mailbox.stand_in_name": "{member} (vertreten durch {standIn})",

  "mail.mailbox_absent":
    "Dieses Postfach gibt es nicht, oder Sie haben keinen Zugang. Wählen Sie ein anderes Postfach.",
  "mail.mailbox_waiting":
    "Sie können dieses Postfach öffnen, sobald sich jemand anmeldet, der schon Zugang hat. Sie müssen nichts tun; versuchen Sie es später noch einmal.",
  "mail.mailbox_address_foreign": "Wählen Sie eine Adresse, die auf @{domain} endet.",
  "mail.mailbox_address_taken":
    "Diese Adresse gehört schon einer Person oder einem anderen Postfach. Wählen Sie eine andere.",
  "mail.mailbox_closed":
    "Das Postfach {address} ist geschlossen: Es kommt nichts Neues an, und es wird nichts daraus gesendet. Wählen Sie eine andere Adresse.",
  "mail.mailbox_members_none": "Wählen Sie mindestens eine Person für dieses Postfach.",
  "mail.stand_in_period":
    "Diese Tage gehen nicht. Wählen Sie ein Ende, das nach dem Beginn liegt und noch kommt, höchstens ein Jahr später.",
  "mail.stand_in_exists": "Es gibt schon jemanden, der Sie vertritt. Beenden Sie das zuerst.",
  "mail.stand_in_own_mailbox":
    "Sie können nur jemanden aus Ihrer Organisation bitten, und nur für Ihr eigenes Postfach.",
  "mail.stand_in_absent": "Diese Vertretung ist schon vorbei. Laden Sie die Seite neu.",

  "mail.search_empty": "Geben Sie ein, was Sie suchen.",
  "mail.label_absent": "Dieses Label gibt es nicht mehr. Laden Sie die Seite neu.",
  "mail.label_nameless": "Geben Sie dem Label einen Namen.",
  "mail.labels_too_many": "In diesem Postfach gibt es schon {limit} Labels. Entfernen Sie zuerst eines.",

  "notice.standin_subject": "{standIn} vertritt {owner}",
  "notice.standin_named":
    "{standIn} darf vom {from:date} bis zum {until:date} im Postfach von {owner} lesen und schreiben. Bei jeder Nachricht steht, wer es war. {owner} und {standIn} können das beide jederzeit beenden, in Zegel unter „Vertretung“.",
  "notice.standin_ended":
    "{standIn} vertritt {owner} nicht mehr. Das Postfach hat einen neuen Schlüssel; was ab jetzt ankommt, kann nur {owner} lesen.",
} as const satisfies Record<keyof typeof english, Sentence>;
