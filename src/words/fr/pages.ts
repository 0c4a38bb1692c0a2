import type { pages as english } from "../en/pages.ts";
import type { Sentence } from "../sentence.ts";

/** Pages that the server itself writes. */
export const pages = {
  "page.absent_title": "Cette page n’existe pas",
  "page.absent_text":
    "L’adresse n’a peut-être été copiée qu’en partie. Ouvrez de nouveau le lien de votre e-mail, ou allez à la page d’accueil.",
  "page.start": "Vers la page d’accueil",
  "page.unbuilt_title": "Les pages ne sont pas encore construites",
  "page.unbuilt_text": "Démarrez Zegel avec « npm start », qui les construit, et rechargez cette page.",
  "outbox.title": "Boîte d’envoi",
  "outbox.why":
    "Aucun serveur de messagerie ou service de SMS n’est configuré. Ce qui aurait été envoyé reste ici, seulement sur cet ordinateur. Configurez ZEGEL_SMARTHOST et ZEGEL_SMS pour envoyer réellement.",
  "outbox.empty": "Rien n’a encore été envoyé. Envoyez un message et la notification apparaîtra ici.",
  "outbox.mail": "E-mail, {at:time}",
  "outbox.sms": "SMS, {at:time}",
  "outbox.to": "À",
  "outbox.from": "De",
  "outbox.subject": "Objet",
  "help.title": "Aide",
  "help.search": "Que cherchez-vous ?",
  "help.look": "Rechercher",
  "help.all": "Tous les guides",
  "help.nothing": "Les guides ne disent rien sur « {q} ». Essayez un autre mot, ou demandez à votre administrateur.",
  "help.for_member": "Pour ceux qui envoient des messages",
  "help.for_guest": "Pour ceux qui ont reçu un message",
  "help.for_admin": "Pour l’administrateur",
  "help.for_operator": "Pour ceux qui gèrent le serveur",
  "help.sheet": "Une feuille à imprimer et à remettre",
} as const satisfies Record<keyof typeof english, Sentence>;
