import type { writing as english } from "../en/writing.ts";
import type { Sentence } from "../sentence.ts";

/** Drafts, sending later, templates, and what stands above a quoted message. */
export const writing = {
  "mail.draft_absent": "Ce brouillon n’existe plus. Retournez à vos brouillons.",
  "mail.quote_too_long":
    "Avec le message précédent en dessous, le texte est trop long. Enlevez le message précédent et renvoyez.",
  "mail.draft_changed":
    "Ce brouillon a été modifié ailleurs entre-temps, c’est pourquoi rien n’a été enregistré ici. Rechargez-le et remettez-y votre texte.",
  "mail.draft_waiting": "Ce message attend son envoi. Reprenez-le d’abord ; vous pourrez ensuite le modifier.",
  "mail.recipients_unfinished": "« {typed} » n’est pas encore une adresse. Complétez-la ou enlevez-la, et renvoyez.",
  "mail.password_short": "Le mot de passe pour {address} est trop court : prenez au moins {atLeast} caractères.",
  "mail.send_time_invalid": "Ce moment est passé, ou il est à plus d’un an. Choisissez un autre moment.",
  "mail.not_left_yet": "Ce message n’est pas encore parti. Annulez plutôt l’envoi.",
  "mail.left_already":
    "Ce message est déjà parti. Vous pouvez le retirer ; les personnes qui ne l’ont pas encore ouvert ne pourront plus le faire.",
  "mail.drafts_too_many": "Il y a déjà {limit} brouillons. Jetez-en d’abord quelques-uns.",
  "mail.templates_too_many": "Il y a déjà {limit} modèles. Supprimez-en d’abord quelques-uns.",
  "mail.template_absent": "Ce modèle n’existe plus. Rechargez la page.",
  "mail.colleague_absent": "Un de ces collègues n’est plus là. Choisissez de nouveau.",

  "notice.shared_subject": "{sender} partage une conversation avec vous",
  "notice.shared":
    "{sender} vous donne accès à une conversation sécurisée. Connectez-vous à Zegel pour la lire ; vous y trouverez aussi les réponses à venir.",
  "notice.stopped_subject": "Un message n’a pas été envoyé",
  "notice.stopped":
    "Un message que vous aviez planifié n’a pas été envoyé, parce que votre compte était bloqué à ce moment. Quand vous aurez de nouveau accès, vous le trouverez parmi les messages planifiés. Vous pourrez alors l’envoyer ou le supprimer.",
  "notice.stopped_admin":
    "Un message planifié par {sender} n’a pas été envoyé, parce que ce compte est bloqué ou supprimé. Le message doit partir quand même ? Réécrivez-le depuis un autre compte.",

  "draft.quote_intro": "Le {at:time}, {author} a écrit :",
  "draft.forwarded": "Message transféré",
  "draft.forwarded_of": "Transféré : le message écrit par {author}",
  "draft.from": "De :",
  "draft.date": "Date :",
  "draft.to": "À :",
  "draft.cc": "Cc :",
  "draft.subject": "Objet :",
  "draft.moment": "{at:time}",
} as const satisfies Record<keyof typeof english, Sentence>;
