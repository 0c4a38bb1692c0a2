import type { notifications as english } from "../en/notifications.ts";
import type { Sentence } from "../sentence.ts";

/** Mails and texts that leave the house. They never say what a message is about. */
export const notifications = {
  "notification.via": "{sender} via {organisation}",
  "notification.subject": "Message sécurisé envoyé par {sender} ({organisation})",
  "notification.who": "{sender} ({organisation}) vous a envoyé un message sécurisé.",
  "notification.open": "Ouvrir le message",
  "notification.open_with": "Ouvrez le message avec ce lien :",
  "notification.check_sms":
    "Nous vous demanderons ensuite un code. Vous le recevrez par SMS sur votre téléphone, au numéro qui se termine par {phoneHint}.",
  "notification.check_password": "Nous vous demanderons ensuite le mot de passe convenu avec {organisation}.",
  "notification.type": "Le lien ne fonctionne pas ? Allez à {address} et tapez ce code :",
  "notification.until":
    "Vous pouvez ouvrir le message jusqu’au {until:date}. Vous pouvez aussi y répondre et en garder une copie. Vous n’avez pas besoin de compte.",
  "notification.doubt":
    "Vous vous demandez si ce message est authentique ? Appelez {organisation} au numéro que vous aviez déjà{contact}. Ne transférez pas ce mail : toute personne qui a le lien peut commencer à ouvrir le message.",
  "notification.check":
    "Vous pouvez aussi interroger notre serveur. Allez à {address} et tapez ce code de contrôle : {code}. Ce code indique qui a envoyé ce mail et n’ouvre rien.",
  "notification.contact": ", ou utilisez {contact}",
  "notification.sms":
    "{organisation} : votre code est {code}. Il est valable {minutes} minutes. Ne le donnez à personne.",

  "notice.reply_subject": "{guest} a répondu à votre message sécurisé",
  "notice.reply": "{guest} a répondu à votre message sécurisé. Connectez-vous à Zegel pour lire la réponse.",
  "notice.colleague_subject": "Message sécurisé envoyé par {sender}",
  "notice.colleague": "{sender} vous a envoyé un message sécurisé. Connectez-vous à Zegel pour le lire.",
  "notice.bounce_subject": "Non remis à {guest}",
  "notice.bounce":
    "La notification de votre message sécurisé à {guest} n’a pas pu être remise. Le serveur de messagerie a répondu : {answer}. Vérifiez l’adresse. Renvoyez ensuite la notification, ou envoyez un nouveau message à la bonne adresse.",
  "notice.bounce_relay":
    "Votre mail à {guest} n’a pas pu être remis. Le serveur de messagerie a répondu : {answer}. Vérifiez l’adresse et renvoyez le mail.",
  "notice.waiting_subject": "Votre message à {guest} attend une information",
  "notice.waiting_phone":
    "Votre message sécurisé à {guest} n’est pas encore parti : le numéro de mobile pour le code manque. Pour les autres destinataires, tout est en ordre. Ouvrez le message et indiquez le numéro ; le message partira alors.",
  "notice.waiting_password":
    "Votre message sécurisé à {guest} n’est pas encore parti : aucun mot de passe n’a été convenu avec ce destinataire. Pour les autres destinataires, tout est en ordre. Ouvrez le message et indiquez un mot de passe ; le message partira alors.",
  "notice.delayed_subject": "Pas encore remis à {guest}",
  "notice.delayed":
    "La notification de votre message sécurisé à {guest} n’a pas encore été remise. Le serveur de messagerie a répondu : {answer}. Nous continuons d’essayer pendant deux jours. Vous n’avez rien à faire ; si cela ne réussit pas, nous vous préviendrons.",
  "notice.delayed_relay":
    "Votre mail à {guest} n’a pas encore été remis. Le serveur de messagerie a répondu : {answer}. Nous continuons d’essayer pendant deux jours. Vous n’avez rien à faire ; si cela ne réussit pas, nous vous préviendrons.",
  "notice.uncertain_subject": "Pas de confirmation que {guest} a reçu la notification",
  "notice.uncertain":
    "La notification de votre message sécurisé à {guest} est partie, mais le serveur de messagerie n’a pas confirmé son arrivée. Demandez à {guest} si elle est arrivée, ou renvoyez-la.",
  "notice.expiry_subject": "{guest} n’a pas encore ouvert votre message",
  "notice.expiry":
    "{guest} n’a pas encore ouvert votre message sécurisé. Le lien fonctionne jusqu’au {until:date}. Nous avons envoyé un rappel à {guest}. Vous pouvez prolonger le délai auprès du message.",
  "notice.more_subject": "{guest} demande plus de temps",
  "notice.more_time":
    "{guest} veut ouvrir votre message sécurisé, mais le lien a expiré. Donnez plus de temps auprès du message ; un nouveau lien partira alors à la même adresse.",
  "notice.other_subject": "{guest} demande une autre vérification",
  "notice.other_way":
    "{guest} ne reçoit pas de code pour votre message sécurisé et demande une autre vérification. Vérifiez le numéro, ou choisissez une autre vérification et renvoyez le message.",
  "notice.sms_subject": "Code pour {guest} non envoyé",
  "notice.sms":
    "{guest} a demandé le code de votre message sécurisé, mais le SMS n’a pas pu être envoyé. Le service a répondu : {answer}. Vérifiez le numéro, puis renvoyez le message avec le bon numéro ou avec une autre vérification.",
  "notice.look": "Consultez-le ici :",
  "notice.why":
    "Vous recevez ce mail parce que vous utilisez Zegel chez {organisation}. Il ne reprend jamais le contenu des messages.",

  "follow_up.reminder_subject": "Rappel : message sécurisé envoyé par {sender} ({organisation})",
  "follow_up.reminder":
    "{sender} ({organisation}) vous a envoyé un message sécurisé le {sent:date}. Vous ne l’avez pas encore ouvert. Vous pouvez le faire jusqu’au {until:date}.",
  "follow_up.expiry_subject": "À ouvrir avant la fin du {until:date} : message envoyé par {sender} ({organisation})",
  "follow_up.expiry":
    "Vous pouvez encore ouvrir jusqu’au {until:date} le message sécurisé envoyé le {sent:date} par {sender} ({organisation}). Vous ne l’avez pas encore ouvert.",
  "follow_up.find":
    "Cherchez dans votre boîte mail le mail précédent, envoyé le {sent:date} par {sender} via {organisation}. Il contient le lien pour ouvrir le message. Regardez aussi dans le dossier du courrier indésirable. Ce mail-ci ne contient volontairement pas de lien.",
  "follow_up.doubt":
    "Vous ne trouvez pas le mail précédent, ou vous avez un doute ? Répondez à ce mail, ou appelez {organisation} au numéro que vous aviez déjà{contact}.",

  "account.new_login_subject": "Nouvelle connexion à Zegel chez {organisation}",
  "account.new_login":
    "Quelqu’un s’est connecté à votre compte dans un navigateur que nous ne connaissions pas encore : {browser}, {at:date}. C’était vous ? Alors vous n’avez rien à faire. Ce n’était pas vous ? Connectez-vous, choisissez Mon compte, terminez toutes les autres sessions et changez votre mot de passe.",
  "account.backup_used_subject": "Code de secours utilisé pour Zegel chez {organisation}",
  "account.backup_used":
    "Quelqu’un s’est connecté à votre compte avec un code de secours. Codes restants : {left}. Ce n’était pas vous ? Connectez-vous, choisissez Mon compte, terminez toutes les autres sessions et changez votre mot de passe.",
  "account.password_changed_subject": "Votre mot de passe Zegel a été changé",
  "account.password_changed":
    "Le mot de passe de votre compte a été changé et toutes les autres sessions sont terminées. Ce n’était pas vous ? Appelez tout de suite un administrateur chez {organisation}.",
  "account.password_recovered_subject": "Votre mot de passe Zegel a été remplacé avec votre code de récupération",
  "account.password_recovered":
    "Un nouveau mot de passe a été choisi avec votre code de récupération, et toutes les sessions sont terminées. Créez un nouveau code de récupération dans Mon compte. Ce n’était pas vous ? Appelez tout de suite un administrateur chez {organisation}.",
  "account.recovery_link_subject": "Lien pour retrouver l’accès à Zegel chez {organisation}",
  "account.recovery_link":
    "Avec ce lien et votre code de récupération, vous choisissez un nouveau mot de passe et vous reconfigurez la deuxième étape. Le lien fonctionne une heure. Vous n’avez rien demandé ? Alors quelqu’un connaît votre code de récupération : connectez-vous et créez-en un nouveau dans Mon compte.",
  "account.second_factor_reset_subject": "Votre deuxième étape pour Zegel a été réinitialisée",
  "account.second_factor_reset":
    "{admin} a réinitialisé la deuxième étape de votre compte. Vous la configurerez de nouveau à la prochaine connexion. Vous n’avez pas demandé cela ? Appelez {admin}, à un numéro que vous connaissez déjà.",
  "account.given_back_subject": "Vous retrouvez l’accès à Zegel chez {organisation}",
  "account.given_back":
    "{admin} vous redonne accès à votre boîte avec le kit de récupération. Vous recevrez pour cela un lien, remis par {admin}. Vous n’avez pas demandé cela ? Appelez {admin}, à un numéro que vous connaissez déjà.",
  "account.given_back_admin_subject": "{member} retrouve son accès, avec le kit de récupération",
  "account.given_back_admin":
    "La boîte de ce collaborateur a été ouverte pour de nouvelles clés avec le kit de récupération : {member} ({organisation}). Cela a été fait par {admin}. Vous n’êtes pas au courant ? Demandez-le tout de suite à {admin}, et regardez dans Qui a fait quoi.",
  "account.look": "Vers Mon compte :",
  "account.open_link": "Ouvrez ce lien :",

  "invitation.subject": "{inviter} vous invite à utiliser Zegel chez {organisation}",
  "invitation.text":
    "{inviter} a créé un compte pour vous dans Zegel. C’est avec Zegel que l’on envoie des mails sécurisés chez {organisation}. Ouvrez ce lien pour choisir un mot de passe :",
  "invitation.until":
    "Le lien fonctionne une seule fois, jusqu’au {until:date}. Vous n’attendiez pas cette invitation ? Posez d’abord la question à {inviter}.",
} as const satisfies Record<keyof typeof english, Sentence>;
