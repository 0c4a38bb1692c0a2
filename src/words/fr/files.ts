/** Dossiers, fichiers et droits. */
export const files = {
  "files.absent":
    "Ce fichier ou dossier n’existe pas (ou plus), ou vous ne pouvez pas le voir. Revenez à vos dossiers.",
  "files.only_reading":
    "Dans ce dossier, vous pouvez seulement lire. Demandez à un propriétaire du dossier de pouvoir écrire.",
  "files.owner_needed": "Seul un propriétaire de ce dossier peut le faire. Les droits du dossier disent qui c’est.",
  "files.name_wrong":
    "Un fichier ou dossier ne peut pas s’appeler ainsi. Choisissez un nom sans / et d’au plus 255 caractères.",
  "files.name_taken": "Il y a déjà quelque chose de ce nom ici. Choisissez un autre nom.",
  "files.changed_meanwhile": "Quelqu’un l’a modifié entre-temps. Regardez la dernière version, puis réessayez.",
  "files.is_folder": "C’est un dossier. Choisissez un fichier, ou téléchargez le dossier en zip.",
  "files.is_file": "C’est un fichier. Choisissez un dossier.",
  "files.too_deep": "Les dossiers peuvent s’emboîter sur 64 niveaux au plus. Placez ce dossier plus haut.",
  "files.into_itself": "Un dossier ne peut pas aller dans lui-même. Choisissez un autre dossier.",
  "files.root_stays": "Ce dossier reste où il est et garde son nom. Ce qu’il contient peut être déplacé.",
  "files.own_stays":
    "Votre propre dossier ne se partage pas. Créez un dossier partagé, ou placez le fichier dans un dossier partagé.",
  "files.too_many_at_once": "Cela fait plus de {limit} fichiers et dossiers à la fois. Procédez par parties.",
  "files.last_owner":
    "Un dossier a toujours au moins un collaborateur comme propriétaire, sans date de fin. Désignez d’abord un autre propriétaire.",
  "files.until_past": "La date de fin est déjà passée. Choisissez un jour à venir.",
  "files.subject_absent":
    "Ce collaborateur ou ce groupe n’existe pas (ou plus). Rechargez la page et choisissez à nouveau.",
  "files.has_own_rights": "Ce dossier a déjà ses propres droits. Modifiez-les dans le dossier lui-même.",
  "files.locked": "{who} a ce fichier ouvert dans un programme en ce moment. Attendez qu’il soit fermé, ou demandez.",
  "files.lock_absent": "Ce verrou n’existe plus. Rouvrez le fichier.",
  "files.properties_too_many": "Ce fichier a déjà trop de propriétés de programmes, ou celle-ci est trop longue.",
  "files.conflict_word": "conflit",
  "files.batch_wrong": "Les fichiers ne sont pas bien arrivés. Ce qui est arrivé est là. Renvoyez le reste.",
  "files.file_too_large": "Un fichier peut faire au plus {limitBytes:size}.",
  "files.moment_wrong": "Choisissez un moment passé, après la création du dossier.",
  "files.second_factor_needed": "Ce dossier demande d’abord un code de votre téléphone. Saisissez-le, puis continuez.",
  "files.paused":
    "Cet appareil modifie soudain énormément de choses et a donc été mis en pause. Voyez dans Zegel, sous Fichiers, ce qui s’est passé, et relancez-le là.",
  "files.too_large_to_compare":
    "Ces versions sont trop grandes pour être comparées ici, ou ce n’est pas du texte. Téléchargez-les pour les comparer.",
  "identity.group_absent": "Ce groupe n’existe pas (ou plus). Rechargez la page.",
  "identity.group_name_taken": "Il existe déjà un groupe de ce nom. Choisissez un autre nom.",
} as const;
