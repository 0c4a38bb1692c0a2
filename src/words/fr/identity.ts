import type { identity as english } from "../en/identity.ts";
import type { Sentence } from "../sentence.ts";

/** Why somebody cannot log in, join, or change people and settings. */
export const identity = {
  "identity.login_wrong": "L’adresse e-mail ou le mot de passe n’est pas correct. Vérifiez les deux et réessayez.",
  "identity.member_locked":
    "Votre accès est bloqué. Demandez à un administrateur de votre organisation de vous redonner accès.",
  "identity.too_many_attempts":
    "Il y a eu trop d’erreurs. Attendez {retryAfterSeconds:duration} et réessayez ; rien n’est perdu.",
  "identity.code_wrong": "Ce code n’est pas correct, ou il a déjà servi. Attendez le code suivant et tapez-le.",
  "identity.second_factor_set":
    "La deuxième étape est déjà configurée. Connectez-vous de nouveau et tapez le code de votre application.",
  "identity.session_over": "Vous n’êtes plus connecté. Connectez-vous de nouveau.",
  "identity.token_wrong":
    "Cette page n’est plus à jour, c’est pourquoi rien n’a été fait. Rechargez la page et réessayez.",

  "identity.password_short":
    "Ce mot de passe est trop court : prenez au moins {atLeast} caractères. Quelques mots à la suite se retiennent facilement.",
  "identity.password_long": "Ce mot de passe est trop long : prenez {atMost} caractères au maximum.",
  "identity.password_guessable":
    "Ce mot de passe est facile à deviner. N’utilisez pas votre nom, un seul mot connu ou une suite de touches ; quelques mots à la suite valent mieux.",
  "identity.email_invalid": "Cette adresse e-mail n’est pas utilisable. Vérifiez-la et réessayez.",
  "identity.name_invalid":
    "Ce nom n’est pas possible : il est vide, trop long, ou contient des retours à la ligne. Modifiez-le.",

  "identity.already_set_up": "Zegel est déjà configuré. Connectez-vous.",
  "identity.nothing_set_up": "Rien n’est encore configuré ici. Lancez zegel setup, ou ouvrez Zegel dans le navigateur.",
  "identity.setup_invalid": "Une valeur n’est pas possible ({field}). Vérifiez-la et réessayez.",
  "identity.setup_threshold":
    "Sur {shares} parts, on ne peut pas en exiger {threshold}. Choisissez un nombre qui ne dépasse pas le nombre de parts.",
  "identity.domain_taken": "Une organisation utilise déjà ce domaine. Prenez un autre domaine.",
  "identity.domain_unknown": "Aucune organisation n’a le domaine {domain}. Vérifiez le nom.",
  "identity.organisation_needed":
    "Il y a plusieurs organisations ici. Indiquez laquelle, avec --organisation et le domaine.",
  "identity.email_taken":
    "Quelqu’un utilise déjà cette adresse e-mail. Prenez-en une autre, ou cherchez cette personne.",
  "identity.user_name_taken": "Ce nom d’utilisateur était déjà pris, par hasard. Réessayez.",

  "identity.invitation_absent":
    "Cette invitation n’existe pas : le lien est incomplet, ou il a été remplacé ou retiré. Demandez-en une nouvelle.",
  "identity.invitation_used": "Cette invitation a déjà servi. Connectez-vous.",
  "identity.invitation_expired": "Cette invitation a expiré. Demandez-en une nouvelle.",

  "identity.role_missing":
    "Seule une personne qui a le bon rôle ({role}) peut faire cela. Demandez à un administrateur.",
  "identity.role_unknown": "Ce rôle n’existe pas. Choisissez member, admin, officer, superuser ou approver.",
  "identity.member_absent": "Cette personne n’existe pas. Retournez à la liste.",
  "identity.member_removed": "Cette personne a été supprimée et ne peut pas revenir. Créez une nouvelle invitation.",
  "identity.member_not_there_yet":
    "Cette personne n’a pas encore accepté l’invitation. Retirez l’invitation, ou créez-en une nouvelle avec d’autres rôles.",
  "identity.last_admin":
    "C’est le dernier administrateur. Donnez d’abord ce rôle à quelqu’un d’autre ; sinon, plus personne ne peut gérer Zegel.",
  "identity.issuing_key_missing":
    "Vous ne pouvez encore admettre personne, car vous n’avez pas reçu la clé nécessaire. Demandez à un autre administrateur de vous redonner ce rôle.",

  "identity.app_password_absent": "Ce mot de passe d’application n’existe plus. Rechargez la page.",
  "identity.any_from_needs_admin":
    "Seul un administrateur peut créer un mot de passe d’application qui écrit au nom de n’importe quelle adresse. Demandez à un administrateur.",
  "identity.door_not_there":
    "Les mots de passe d’application pour {door} n’existent pas encore. Pour un programme de messagerie, prenez smtp.",

  "identity.session_locked":
    "Vous vous êtes absenté, l’écran est donc verrouillé. Entrez votre mot de passe pour continuer.",
  "identity.logo_unusable": "Cette image ne peut pas servir de logo. Choisissez un logo en PNG ou JPEG.",
  "identity.logo_absent": "Il n’y a pas de logo.",
  "identity.own_text_link":
    "Ce texte ne peut contenir ni lien ni adresse web. Ainsi, personne qui vous imite ne peut y ajouter un second lien.",
  "identity.website_invalid": "Ceci n’est pas l’adresse d’un site web. Elle commence par https://.",
  "identity.cursor_invalid": "Cet endroit de la liste n’existe pas. Recommencez en haut.",

  "identity.recovery_wrong":
    "L’adresse e-mail et le code de récupération ne vont pas ensemble. Vérifiez les deux et réessayez.",
  "identity.recovery_mistyped":
    "Le code de récupération contient une faute de frappe, ou il en manque une partie. Comparez-le caractère par caractère avec votre papier.",
  "identity.recovery_part_wrong":
    "Ce ne sont pas les huit derniers caractères du nouveau code de récupération. Regardez ce que vous venez de conserver et recopiez-les.",
  "identity.recovery_link_over":
    "Ce lien ne fonctionne plus : il a expiré, a déjà servi ou a été remplacé. Demandez un nouveau lien par mail.",
  "identity.password_needed": "Tapez d’abord votre mot de passe ; votre connexion date d’un certain temps.",
  "identity.password_wrong": "Ce n’est pas votre mot de passe actuel. Réessayez.",
  "identity.session_absent": "Cette session n’existe plus. Rechargez la page.",
  "identity.own_second_factor":
    "Vous ne pouvez pas réinitialiser ici votre propre deuxième étape. Demandez à un autre administrateur.",
  "identity.own_access": "Vous ne pouvez pas vous redonner accès à vous-même. Demandez à un autre administrateur.",
  "identity.member_locked_first": "Cette personne est bloquée. Levez d’abord le blocage, puis redonnez-lui accès.",
  "identity.mailbox_unreachable":
    "Ce kit de récupération n’ouvre pas la boîte de cette personne. Rien n’a été modifié. Vérifiez que c’est bien le kit de récupération de votre organisation.",

  "recover.directory_not_empty": "{directory} contient déjà des fichiers. Indiquez un dossier nouveau ou vide.",
  "recover.organisation_absent":
    "Cette base de données ne contient pas l’organisation de ce kit de récupération ({organisationId}). Vérifiez le kit et la base de données.",
  "recover.kit_foreign":
    "Ce kit de récupération n’est pas celui de l’organisation de cette base de données. Vérifiez le kit et la base de données.",
  "recover.data_absent":
    "Il n’y a pas de données de Zegel dans {directory}. Indiquez le dossier de données avec ZEGEL_DATA, ou la base avec ZEGEL_DATABASE_URL.",
  "recover.no_key": "Il n’y a pas de clé pour cela.",
} as const satisfies Record<keyof typeof english, Sentence>;
