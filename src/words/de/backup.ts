import type { backup as english } from "../en/backup.ts";
import type { Sentence } from "../sentence.ts";

/** Absagen von Sicherung, Wiederherstellung und Prüfung: für alle, die Zegel betreuen. */
export const backup = {
  "backup.manifest_wrong":
    "{file} ist nicht lesbar: beschädigt oder von einer neueren Version von Zegel geschrieben. Wählen Sie mit --snapshot eine andere Momentaufnahme, oder schieben Sie die Datei beiseite (backup --verify --quarantine).",
  "backup.none_whole":
    "In {directory} liegt keine abgeschlossene Sicherung. Nennen Sie den Ordner, den zegel backup bekommen hat, oder legen Sie eine Sicherung an.",
  "backup.snapshot_absent":
    "In {directory} gibt es keine Momentaufnahme {snapshot}; zegel backup --verify nennt die vorhandenen.",
  "backup.blob_damaged":
    "Der Blob {blob} fehlt in der Sicherung oder ist nicht mehr das, was geschrieben wurde. Nehmen Sie eine andere Momentaufnahme (--snapshot) oder Kopie, oder stellen Sie den Rest mit --skip-damaged wieder her.",
  "backup.blob_unreadable":
    "Der Datenträger gibt den Blob nicht her: Er ist beschädigt, oder die Rechte wurden geändert.",
  "backup.part_damaged":
    "{file} fehlt in der Sicherung oder ist nicht mehr das, was geschrieben wurde. Nehmen Sie eine andere Momentaufnahme oder Kopie.",
  "backup.database_not_empty":
    "In dieser Datenbank gibt es schon eine Organisation. Sie wird nicht überschrieben: Nennen Sie eine leere Datenbank.",
  "backup.inside_data":
    "{directory} und {own} liegen ineinander. Eine Sicherung gehört auf eine andere Festplatte als das Original.",
  "backup.secrets_inside":
    "{secrets} und die Sicherung in {directory} liegen ineinander. Bewahren Sie die Geheimnisse getrennt auf: Zusammen öffnen sie alles.",
  "backup.other_installation":
    "In {directory} liegen Sicherungen einer anderen Installation. Nennen Sie für diese hier einen anderen Ordner.",
  "backup.secrets_foreign":
    "Die Geheimnisse in {directory} gehören zu einer anderen Installation. Nennen Sie die Kopie, die zu diesen Daten gehört.",
  "backup.secrets_missing":
    "In {directory} liegen keine Geheimnisse, und ohne sie lässt sich nichts öffnen. Holen Sie die Kopie zurück, die mit zegel backup --secrets gemacht wurde, und nennen Sie sie mit --secrets ORDNER, oder legen Sie sie dorthin, wohin ZEGEL_SECRETS zeigt.",
  "backup.restore_unfinished":
    "Eine Wiederherstellung nach {directory} wurde abgebrochen. Rufen Sie dasselbe zegel restore noch einmal auf: Es macht dort weiter. Oder leeren Sie den Ordner.",
  "backup.data_not_empty":
    "{directory} ist nicht leer. Vorhandene Daten werden nicht überschrieben: Nennen Sie mit ZEGEL_DATA einen neuen Ordner, oder verschieben Sie diesen.",
  "backup.database_in_use":
    "Mit dieser Datenbank sind noch andere verbunden ({others}). Stoppen Sie zuerst den Server: Was er nach einem Export verschickt, ginge sonst zweimal hinaus.",
  "backup.directory_not_empty": "In {directory} liegen schon Dateien. Nennen Sie einen Ordner, der neu oder leer ist.",
  "backup.not_rows": "In {directory} liegt eine vollständige Sicherung. Verwenden Sie dafür zegel restore.",
  "backup.only_rows": "In {directory} liegen Zeilen ohne Blobs. Verwenden Sie dafür zegel database import.",
  "backup.no_room":
    "In {directory} ist kein Platz für eine Sicherung, bevor die Datenbank auf diese Version gebracht wird: Es werden {neededMebibytes} MiB benötigt. Es wurde nichts geändert. Schaffen Sie Platz, und starten Sie neu.",
  "backup.verify_failed": {
    count: "wrong",
    one: "{wrong} Teil der Sicherung ist nicht das, was geschrieben wurde.",
    other: "{wrong} Teile der Sicherung sind nicht das, was geschrieben wurde.",
  },
  "backup.blobs_lost":
    "Die Sicherung ist vollständig, bis auf das, was vorher schon verloren war: In der Installation selbst fehlen {missing} Blobs, und {damaged} sind beschädigt. Rufen Sie zegel check auf.",
  "backup.check_failed": {
    count: "wrong",
    one: "Die Prüfung hat {wrong} Fehler gefunden.",
    other: "Die Prüfung hat {wrong} Fehler gefunden.",
  },
  "backup.header_missing": "Der Kopf fehlt: Niemand kann es öffnen.",
  "backup.content_missing": "Der Inhalt fehlt in der Datenbank.",
  "backup.blob_missing": "Der Blob fehlt.",
  "backup.payload_differs": "Der Inhalt ist nicht das, was versiegelt wurde.",
  "backup.object_missing": "Es ist nicht vorhanden, obwohl eine Nachricht es nennt.",
  "backup.object_orphaned": "Keine Zeile nennt es: Niemand findet es, und es wird nie aufgeräumt.",
  "backup.wrap_missing": "Das Wiederherstellungsset hat keinen Zugang: Der Schlüssel dafür fehlt.",
  "backup.log_wrong": "Das Auditprotokoll ist nicht das, was geschrieben wurde: siehe zegel audit verify.",
  "backup.reference_wrong": "Die Zeile nennt ein Objekt, das zu etwas anderem gehört.",
} satisfies Record<keyof typeof english, Sentence>;
