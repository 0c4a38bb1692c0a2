import type { operation as english } from "../en/operation.ts";
import type { Sentence } from "../sentence.ts";

/** What the person who runs Zegel reads when it can't start: one line that says what to do. */
export const operation = {
  "data.in_use":
    "Le dossier de données {dataDirectory} est utilisé par le processus {pid} ({process}). Arrêtez-le d’abord, ou donnez un autre dossier à ZEGEL_DATA.",
  "data.foreign_owner":
    "{directory} appartient à un autre utilisateur. Démarrez Zegel avec cet utilisateur, ou lancez : {command}",
  "data.not_ours":
    "{directory} contient autre chose que les données de Zegel. Donnez à ZEGEL_DATA un dossier nouveau ou vide, ou un dossier créé par Zegel.",
  "port.taken":
    "Le port {port} ({variable}) est utilisé par un autre programme. Arrêtez ce programme, ou donnez un autre port à {variable}.",
  "port.denied":
    "Cet utilisateur ne peut pas ouvrir le port {port} ({variable}). Donnez à {variable} un port au-dessus de 1023, ou donnez le droit de l’ouvrir.",
  "database.no_binaries":
    "Il n’y a pas de base de données intégrée pour {platform}. Donnez à ZEGEL_DATABASE_URL un PostgreSQL de version 15 ou plus récente.",
  "database.links_missing":
    "Des fichiers de la base de données intégrée dans {directory} sont incomplets et ne peuvent pas être écrits. Lancez npm start une fois avec l’utilisateur qui a installé Zegel.",
  "database.no_account":
    "La base de données intégrée ne tourne pas en tant que root et aucun des utilisateurs {names} n’existe. Créez-en un (useradd --system zegel), ou démarrez Zegel avec un utilisateur ordinaire.",
  "database.cannot_enter":
    "La base de données intégrée tourne avec l’utilisateur {account}, qui n’a pas accès à {paths}. Donnez-lui accès, ou démarrez Zegel avec un utilisateur ordinaire.",
  "database.password_missing":
    "Le mot de passe de la base de données intégrée manque ({file}). Restaurez le dossier des secrets depuis la sauvegarde et redémarrez.",
  "database.other_major":
    "Les données dans {directory} sont de PostgreSQL {found} et cette version de Zegel contient PostgreSQL {needed}. Démarrez la version de Zegel qui les a créées et exportez-les d’abord là.",
  "database.start_failed": "La base de données intégrée n’a pas démarré : {reason}",
  "demo.not_empty":
    "Ce dossier contient les données d’une organisation réelle ; la démonstration n’y touche pas. Choisissez un autre dossier : ZEGEL_DATA.",
  "demo.real_exits":
    "Une démonstration n’envoie rien : laissez ZEGEL_SMARTHOST et ZEGEL_SMS sur outbox: et ZEGEL_URL sur localhost.",
  "database.ended":
    "La base de données intégrée s’est arrêtée de façon inattendue, c’est pourquoi Zegel s’est arrêté aussi. Redémarrez ; elle sera alors réparée.",
  "database.unavailable":
    "La base de données est indisponible pour un instant. Réessayez dans {retryAfterSeconds:duration}.",
  "database.disk_full":
    "Le disque de la base de données est plein, donc ceci n’a pas été enregistré. Réessayez plus tard et signalez-le à la personne qui gère Zegel.",
  "warning.disk_subject": "Zegel : le disque se remplit",
  "warning.disk_low":
    "Sur le disque de Zegel, {freeBytes:size} sur {totalBytes:size} sont libres. Quand il sera plein, ni mails ni fichiers ne pourront s’ajouter. Libérez de l’espace, ou agrandissez le disque.",
  "warning.disk_full":
    "Le disque de Zegel est presque plein : {freeBytes:size} sur {totalBytes:size} sont libres. Bientôt, ni mails ni fichiers ne pourront s’ajouter. Libérez de l’espace aujourd’hui, ou agrandissez le disque.",
  "warning.disk_over_subject": "Zegel : il y a de nouveau de l’espace sur le disque",
  "warning.disk_over":
    "Sur le disque de Zegel, {freeBytes:size} sur {totalBytes:size} sont de nouveau libres. Vous n’avez rien à faire.",
  "warning.certificate_subject": "Zegel : le certificat expire bientôt",
  "warning.certificate_ending":
    "Le certificat de Zegel expire le {until:date}. Ensuite, les navigateurs et les programmes de messagerie refuseront de se connecter. Il aurait déjà dû être renouvelé automatiquement : cherchez pourquoi ce n’est pas le cas.",
  "warning.certificate_expired":
    "Le certificat de Zegel a expiré le {until:date}. Les navigateurs et les programmes de messagerie refusent de se connecter. Renouvelez-le maintenant.",
  "warning.certificate_over_subject": "Zegel : le certificat est renouvelé",
  "warning.certificate_over":
    "Le certificat de Zegel est maintenant valable jusqu’au {until:date}. Vous n’avez rien à faire.",
  "warning.queue_subject": "Zegel : du travail attend depuis longtemps",
  "warning.queue_standing":
    "Du travail de Zegel attend depuis {oldestSeconds:duration}. Vérifiez si le processus avec la porte 'worker' tourne, et ce que dit le journal.",
  "warning.queue_mail_waiting":
    "Des mails de Zegel attendent depuis {oldestSeconds:duration}, {mails} au total. Le serveur de messagerie ne les accepte pas. Vérifiez s’il tourne, et ce qu’il répond selon le journal de Zegel.",
  "warning.queue_over_subject": "Zegel : plus rien n’attend depuis longtemps",
  "warning.queue_over": "Ce qui attendait est fait. Vous n’avez rien à faire.",
  "warning.backup_subject": "Zegel : la sauvegarde est ancienne",
  "warning.backup_none":
    "Il n’y a pas encore de sauvegarde de Zegel. Si le disque tombe en panne maintenant, tout est perdu. Mettez en place une sauvegarde quotidienne ; le guide des administrateurs explique comment.",
  "warning.backup_old":
    "La dernière sauvegarde de Zegel date du {finishedAt:time}. Cherchez pourquoi il n’y en a pas de nouvelle, et faites-en une maintenant.",
  "warning.backup_over_subject": "Zegel : il y a une nouvelle sauvegarde",
  "warning.backup_over": "La dernière sauvegarde de Zegel date du {finishedAt:time}. Vous n’avez rien à faire.",
  "warning.jobs_subject": "Zegel : du travail a été abandonné",
  "warning.jobs_gave_up": {
    count: "jobs",
    one: "Une tâche n’a pas réussi, même après de nombreux essais ({kinds}). Sur la page État du système, vous pouvez la relancer. Si cela n’aide pas, le journal de Zegel dit pourquoi.",
    other:
      "{jobs} tâches n’ont pas réussi, même après de nombreux essais ({kinds}). Sur la page État du système, vous pouvez les relancer. Si cela n’aide pas, le journal de Zegel dit pourquoi.",
  },
  "warning.jobs_over_subject": "Zegel : plus aucun travail abandonné",
  "warning.jobs_over": "Le travail abandonné a finalement été fait. Vous n’avez rien à faire.",
  "warning.look": "L’état du système Zegel :",
  "warning.why": "Vous recevez ce mail parce que vous êtes administrateur de Zegel chez {organisation}.",
  "database.unreachable": "La base de données de ZEGEL_DATABASE_URL ne répond pas : {reason}",
} as const satisfies Record<keyof typeof english, Sentence>;
