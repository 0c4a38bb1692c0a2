import type { mail as english } from "../en/mail.ts";
import type { Sentence } from "../sentence.ts";

/** Refusals of the mail room, and the reasons that stand beside a recipient. */
export const mail = {
  "mail.device_absent": "Cet appareil ne figure pas (ou plus) dans la liste. Actualisez la page.",
  "mail.preview_impossible": "Cette pièce jointe ne peut pas être affichée ici. Téléchargez-la pour la consulter.",
  "mail.reply_budget":
    "Beaucoup de données ont déjà été envoyées par ce lien aujourd’hui ; il faut attendre pour en envoyer plus. Demandez à l’expéditeur une autre solution pour les grands fichiers.",
  "mail.replies_too_many":
    "Beaucoup de réponses ont déjà été envoyées par ce lien aujourd’hui. Réessayez demain, ou appelez l’expéditeur.",
  "mail.notification_code_form":
    "Ceci n’est pas un code de contrôle. Le code se trouve en bas du mail et compte 12 caractères.",
  "mail.phone_missing": "Le numéro de mobile manque. Remplissez-le et le message sera envoyé à ce destinataire.",
  "mail.password_missing":
    "Aucun mot de passe n’a été convenu avec ce destinataire. Remplissez-en un et le message sera envoyé.",
  "mail.phone_invalid":
    "Ce numéro de téléphone n’existe pas. Vérifiez-le ; un numéro étranger commence par + et le code du pays.",
  "mail.phone_not_mobile":
    "Ce numéro ne peut pas recevoir de SMS. Indiquez un numéro de mobile, ou choisissez une autre vérification.",
  "mail.address_invalid": "{address} n’est pas une adresse e-mail. Vérifiez-la et réessayez.",
  "mail.subject_invalid": "L’objet contient des caractères qui ne sont pas possibles. Tapez-le de nouveau.",
  "mail.recipients_none": "Il n’y a pas de destinataire. Indiquez au moins une adresse.",
  "mail.recipients_too_many": "Un message peut avoir {limit} destinataires au maximum. Envoyez-le en plusieurs fois.",
  "mail.sender_not_allowed": "Vous ne pouvez pas envoyer depuis {address}. Envoyez depuis votre propre adresse.",
  "mail.wish_unclear":
    "La ligne d’en-tête {header} de ce mail est incompréhensible, c’est pourquoi rien n’a été envoyé. Demandez à la personne qui gère le programme qui l’a écrite.",
  "mail.sent_already": "Ce message a déjà été envoyé. Écrivez un nouveau message.",
  "mail.message_absent": "Ce message n’existe pas, ou vous ne pouvez pas le voir. Retournez à votre boîte.",
  "mail.conversation_absent":
    "Cette conversation n’existe pas, ou vous ne pouvez pas la voir. Retournez à votre boîte.",
  "mail.attachment_absent": "Cette pièce jointe n’existe pas, ou vous ne pouvez pas la voir. Retournez au message.",
  "mail.recipient_absent": "Ce destinataire n’existe pas, ou vous ne pouvez pas le voir. Retournez au message.",
  "mail.original_absent": "Il n’y a pas d’original de ce message. Gardez plutôt une copie.",
  "mail.recalled": "L’expéditeur a retiré ce message. Si vous en avez besoin, demandez-le-lui.",
  "mail.already_recalled": "Ce message a déjà été retiré. Rechargez la page.",
  "mail.not_the_sender": "Seul l’expéditeur peut faire cela. Demandez-le-lui.",
  "mail.not_waiting": "Rien n’est en attente pour ce destinataire. Rechargez la page.",
  "mail.resend_impossible": "Il n’y a pas de lien à renvoyer. Envoyez de nouveau le message.",
  "mail.remind_impossible":
    "Un rappel n’est possible que si le message est prêt et n’a pas encore été ouvert. Rechargez la page.",
  "mail.reminded_just_now":
    "Ce destinataire a déjà reçu un rappel aujourd’hui. Attendez un jour, ou passez un coup de téléphone.",
  "mail.link_wrong":
    "Ce lien n’est pas correct ou n’est pas complet. Ouvrez-le de nouveau depuis l’e-mail, ou tapez le code qui s’y trouve.",
  "mail.link_expired":
    "Ce message pouvait être ouvert jusqu’au {until:date}. Demandez à l’expéditeur de l’envoyer de nouveau.",
  "mail.delayed": "Pas encore remis. Nous continuons d’essayer pendant deux jours.",
  "mail.delivery_uncertain": "Le serveur de messagerie n’a pas confirmé l’arrivée de la notification.",
  "mail.bounced_later": "La notification est revenue. Vérifiez l’adresse.",
  "mail.link_locked":
    "Il y a eu trop de mauvaises réponses, c’est pourquoi ce lien est fermé. Demandez à l’expéditeur d’envoyer de nouveau le message.",
  "mail.check_other": "Ce message demande une autre vérification. Rechargez la page.",
  "mail.code_wrong": {
    count: "triesLeft",
    one: "Ce code n’est pas correct. Il vous reste {triesLeft} essai.",
    other: "Ce code n’est pas correct. Il vous reste {triesLeft} essais.",
  },
  "mail.code_used_up": "Ce code n’est plus valable. Demandez-en un nouveau.",
  "mail.codes_too_many":
    "Assez de codes ont été envoyés pour l’instant. Attendez {retryAfterSeconds:duration} et redemandez-en un.",
  "mail.password_wrong": {
    count: "triesLeft",
    one: "Ce n’est pas le mot de passe convenu. Il vous reste {triesLeft} essai.",
    other: "Ce n’est pas le mot de passe convenu. Il vous reste {triesLeft} essais.",
  },
  "mail.passwords_too_many":
    "Il y a eu trop de mauvais mots de passe. Attendez {retryAfterSeconds:duration} et réessayez.",
  "mail.range_unsatisfiable": "Cette partie du fichier n’existe pas. Recommencez le téléchargement.",
  "mail.nobody_to_answer": "Plus personne ne peut lire votre réponse. Appelez l’organisation.",
  "mail.smarthost_unavailable":
    "Le serveur de messagerie n’a pas pu accepter le mail ({answer}). Un nouvel essai suivra.",
  "mail.gateway_unavailable": "Le SMS n’a pas pu être envoyé ({answer}). Un nouvel essai suivra.",
  "mail.queue_key_lost": "La notification a été perdue lors de la restauration du serveur. Envoyez-la de nouveau.",
  "mail.sms_refused":
    "Le SMS avec le code n’a pas pu être envoyé. Vérifiez le numéro, ou choisissez une autre vérification.",
} as const satisfies Record<keyof typeof english, Sentence>;
