import type { backup as english } from "../en/backup.ts";
import type { Sentence } from "../sentence.ts";

/** Refusals of backup, restore and check: for whoever looks after Zegel. */
export const backup = {
  "backup.manifest_wrong":
    "{file} est illisible : il est endommagé, ou a été écrit par une version plus récente de Zegel. Choisissez un autre instantané avec --snapshot, ou écartez le fichier (backup --verify --quarantine).",
  "backup.none_whole":
    "{directory} ne contient aucune sauvegarde terminée. Indiquez le dossier donné à zegel backup, ou faites une sauvegarde.",
  "backup.snapshot_absent":
    "{directory} ne contient pas d’instantané {snapshot} ; zegel backup --verify liste ceux qui existent.",
  "backup.blob_damaged":
    "Le blob {blob} manque dans la sauvegarde, ou n’est pas tel qu’il a été écrit. Prenez un autre instantané (--snapshot) ou une autre copie, ou restaurez le reste avec --skip-damaged.",
  "backup.blob_unreadable": "Le disque ne rend pas le blob : il est endommagé, ou les droits ont changé.",
  "backup.part_damaged":
    "{file} manque dans la sauvegarde, ou n’est pas tel qu’il a été écrit. Prenez un autre instantané ou une autre copie.",
  "backup.database_not_empty":
    "Cette base de données contient déjà une organisation. Rien n’est écrasé : indiquez une base de données vide.",
  "backup.inside_data":
    "{directory} et {own} se trouvent l’un dans l’autre. Une sauvegarde doit être sur un autre disque que l’original.",
  "backup.secrets_inside":
    "{secrets} et la sauvegarde dans {directory} se trouvent l’un dans l’autre. Conservez les secrets à part : ensemble, ils ouvrent tout.",
  "backup.other_installation":
    "{directory} contient des sauvegardes d’une autre installation. Indiquez un autre dossier pour celle-ci.",
  "backup.secrets_foreign":
    "Les secrets dans {directory} viennent d’une autre installation. Indiquez la copie qui va avec ces données.",
  "backup.secrets_missing":
    "{directory} ne contient pas de secrets, et sans eux rien ne s’ouvre. Reprenez la copie faite avec zegel backup --secrets et indiquez-la avec --secrets DOSSIER, ou placez-la à l’endroit donné par ZEGEL_SECRETS.",
  "backup.restore_unfinished":
    "Une restauration vers {directory} a été interrompue. Relancez le même zegel restore : il continue. Ou videz le dossier.",
  "backup.data_not_empty":
    "{directory} n’est pas vide. Aucune donnée n’est écrasée : indiquez un nouveau dossier avec ZEGEL_DATA, ou mettez celui-ci de côté.",
  "backup.database_in_use":
    "D’autres programmes utilisent encore cette base de données ({others}). Arrêtez d’abord le serveur : ce qu’il envoie après un export partirait deux fois.",
  "backup.directory_not_empty": "{directory} contient déjà des fichiers. Indiquez un dossier nouveau ou vide.",
  "backup.not_rows": "{directory} contient une sauvegarde complète. Utilisez zegel restore.",
  "backup.only_rows": "{directory} contient des lignes sans blobs. Utilisez zegel database import.",
  "backup.no_room":
    "{directory} n’a pas assez de place pour la sauvegarde qui précède la mise à jour de la base de données : il faut {neededMebibytes} MiB. Rien n’a changé. Libérez de l’espace et redémarrez.",
  "backup.verify_failed": {
    count: "wrong",
    one: "{wrong} élément de la sauvegarde n’est pas tel qu’il a été écrit.",
    other: "{wrong} éléments de la sauvegarde ne sont pas tels qu’ils ont été écrits.",
  },
  "backup.blobs_lost":
    "La sauvegarde est entière, sauf ce qui était déjà perdu : dans l’installation même, {missing} blobs manquent et {damaged} sont endommagés. Lancez zegel check.",
  "backup.check_failed": {
    count: "wrong",
    one: "Le contrôle a trouvé {wrong} chose qui n’est pas correcte.",
    other: "Le contrôle a trouvé {wrong} choses qui ne sont pas correctes.",
  },
  "backup.header_missing": "L’en-tête manque : personne ne peut l’ouvrir.",
  "backup.content_missing": "Le contenu manque dans la base de données.",
  "backup.blob_missing": "Le blob manque.",
  "backup.payload_differs": "Le contenu n’est pas celui qui a été scellé.",
  "backup.object_missing": "Il n’existe pas, alors qu’un message le mentionne.",
  "backup.object_orphaned": "Aucune ligne ne le nomme : personne ne le trouve, et il n'est jamais effacé.",
  "backup.wrap_missing": "Le kit de récupération n'y a pas accès : sa clé manque.",
  "backup.log_wrong": "Le journal d'audit n'est pas celui qui a été écrit : voir zegel audit verify.",
  "backup.reference_wrong": "La ligne désigne un objet qui appartient à autre chose.",
} as const satisfies Record<keyof typeof english, Sentence>;
