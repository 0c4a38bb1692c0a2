import type { mailboxes as english } from "../en/mailboxes.ts";
import type { Sentence } from "../sentence.ts";

/** Shared mailboxes and standing in. */
export const mailboxes = {
  "mailbox.stand_in_name": "{member} (par {standIn})",

  "mail.mailbox_absent": "Cette boîte n’existe pas, ou vous n’y avez pas accès. Choisissez une autre boîte.",
  "mail.mailbox_waiting":
    "Vous aurez accès à cette boîte dès qu’un collègue qui y a déjà accès se connecte. Vous n’avez rien à faire ; réessayez plus tard.",
  "mail.mailbox_address_foreign": "Choisissez une adresse qui se termine par @{domain}.",
  "mail.mailbox_address_taken":
    "Cette adresse appartient déjà à quelqu’un ou à une autre boîte. Choisissez une autre adresse.",
  "mail.mailbox_closed":
    "La boîte {address} est fermée : rien de nouveau n’y arrive et rien n’en part. Choisissez une autre adresse.",
  "mail.mailbox_members_none": "Choisissez au moins un collègue qui aura accès à cette boîte.",
  "mail.stand_in_period":
    "Ces jours ne sont pas possibles. Choisissez une fin postérieure au début et encore à venir, au plus tard dans un an.",
  "mail.stand_in_exists": "Quelqu’un vous remplace déjà. Mettez-y fin d’abord.",
  "mail.stand_in_own_mailbox": "Vous ne pouvez choisir qu’un collègue, et seulement pour votre propre boîte.",
  "mail.stand_in_absent": "Ce remplacement est déjà terminé. Rechargez la page.",

  "mail.search_empty": "Tapez ce que vous cherchez.",
  "mail.label_absent": "Cette étiquette n’existe plus. Rechargez la page.",
  "mail.label_nameless": "Donnez un nom à l’étiquette.",
  "mail.labels_too_many": "Cette boîte a déjà {limit} étiquettes. Supprimez-en d’abord une.",

  "notice.standin_subject": "{standIn} remplace {owner}",
  "notice.standin_named":
    "Du {from:date} au {until:date}, {standIn} peut lire et écrire dans la boîte de la personne remplacée : {owner}. Chaque message indique qui l’a traité. {owner} et {standIn} peuvent y mettre fin à tout moment dans Zegel, sous Remplacement.",
  "notice.standin_ended":
    "{standIn} ne remplace plus {owner}. La boîte a une nouvelle clé ; seul le titulaire ({owner}) peut lire ce qui arrive à partir de maintenant.",
} as const satisfies Record<keyof typeof english, Sentence>;
