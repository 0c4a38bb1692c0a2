import type { operation as english } from "../en/operation.ts";
import type { Sentence } from "../sentence.ts";

/** Was alle lesen, die Zegel betreiben, wenn es nicht starten kann: eine Zeile, die sagt, was zu tun ist. */
export const operation = {
  "data.in_use":
    "Der Datenordner {dataDirectory} wird von Prozess {pid} ({process}) benutzt. Beenden Sie diesen zuerst, oder setzen Sie ZEGEL_DATA auf einen anderen Ordner.",
  "data.foreign_owner":
    "{directory} gehört einem anderen Benutzer. Starten Sie Zegel als dieser Benutzer, oder führen Sie aus: {command}",
  "data.not_ours":
    "In {directory} liegt anderes als die Daten von Zegel. Setzen Sie ZEGEL_DATA auf einen neuen oder leeren Ordner, oder auf einen, den Zegel angelegt hat.",
  "port.taken":
    "Port {port} ({variable}) wird von einem anderen Programm benutzt. Beenden Sie dieses Programm, oder setzen Sie {variable} auf einen anderen Port.",
  "port.denied":
    "Port {port} ({variable}) darf dieser Benutzer nicht öffnen. Setzen Sie {variable} auf einen Port über 1023, oder geben Sie das Recht, ihn zu öffnen.",
  "database.no_binaries":
    "Für {platform} gibt es keine eingebaute Datenbank. Setzen Sie ZEGEL_DATABASE_URL auf ein PostgreSQL ab Version 15.",
  "database.links_missing":
    "Dateien der eingebauten Datenbank in {directory} sind unvollständig und lassen sich nicht schreiben. Führen Sie npm start einmal als der Benutzer aus, der Zegel installiert hat.",
  "database.no_account":
    "Die eingebaute Datenbank läuft nicht als root, und keiner der Benutzer {names} ist vorhanden. Legen Sie einen an (useradd --system zegel), oder starten Sie Zegel als gewöhnlicher Benutzer.",
  "database.cannot_enter":
    "Die eingebaute Datenbank läuft als Benutzer {account}, der {paths} nicht erreicht. Geben Sie diesem Benutzer Zugang, oder starten Sie Zegel als gewöhnlicher Benutzer.",
  "database.password_missing":
    "Das Passwort der eingebauten Datenbank fehlt ({file}). Stellen Sie den Ordner mit den Geheimnissen aus seiner Sicherung wieder her und starten Sie neu.",
  "database.other_major":
    "Die Daten in {directory} stammen von PostgreSQL {found}, und diese Version von Zegel bringt PostgreSQL {needed} mit. Starten Sie die Version von Zegel, die sie angelegt hat, und exportieren Sie sie dort zuerst.",
  "database.start_failed": "Die eingebaute Datenbank ist nicht gestartet: {reason}",
  "demo.not_empty":
    "In diesem Ordner liegen Daten einer echten Organisation; die Vorführung lässt sie in Ruhe. Wählen Sie einen anderen Ordner: ZEGEL_DATA.",
  "demo.real_exits":
    "Eine Vorführung verschickt nichts: Lassen Sie ZEGEL_SMARTHOST und ZEGEL_SMS auf outbox: stehen und ZEGEL_URL auf localhost.",
  "database.ended":
    "Die eingebaute Datenbank hat unerwartet aufgehört, darum hat auch Zegel aufgehört. Starten Sie neu; sie wird dann repariert.",
  "database.unavailable":
    "Die Datenbank ist kurz nicht erreichbar. Versuchen Sie es in {retryAfterSeconds:duration} noch einmal.",
  "database.disk_full":
    "Die Festplatte der Datenbank ist voll, darum wurde das nicht gespeichert. Versuchen Sie es später noch einmal, und sagen Sie es der Person, die Zegel betreut.",
  "warning.disk_subject": "Zegel: Die Festplatte wird voll",
  "warning.disk_low":
    "Auf der Festplatte von Zegel sind {freeBytes:size} von {totalBytes:size} frei. Ist sie voll, kommen keine E-Mails und keine Dateien mehr hinein. Schaffen Sie Platz, oder vergrößern Sie die Festplatte.",
  "warning.disk_full":
    "Die Festplatte von Zegel ist fast voll: {freeBytes:size} von {totalBytes:size} sind frei. Bald kommen keine E-Mails und keine Dateien mehr hinein. Schaffen Sie heute Platz, oder vergrößern Sie die Festplatte.",
  "warning.disk_over_subject": "Zegel: Auf der Festplatte ist wieder Platz",
  "warning.disk_over":
    "Auf der Festplatte von Zegel sind wieder {freeBytes:size} von {totalBytes:size} frei. Sie müssen nichts tun.",
  "warning.certificate_subject": "Zegel: Das Zertifikat läuft ab",
  "warning.certificate_ending":
    "Das Zertifikat von Zegel läuft am {until:date} ab. Danach lehnen Browser und Mailprogramme die Verbindung ab. Es sollte inzwischen von selbst erneuert sein: Sehen Sie nach, warum das nicht geschehen ist.",
  "warning.certificate_expired":
    "Das Zertifikat von Zegel ist am {until:date} abgelaufen. Browser und Mailprogramme lehnen die Verbindung ab. Erneuern Sie es jetzt.",
  "warning.certificate_over_subject": "Zegel: Das Zertifikat ist erneuert",
  "warning.certificate_over": "Das Zertifikat von Zegel gilt jetzt bis zum {until:date}. Sie müssen nichts tun.",
  "warning.queue_subject": "Zegel: Aufträge warten schon lange",
  "warning.queue_standing":
    "Aufträge von Zegel warten schon {oldestSeconds:duration}. Sehen Sie nach, ob der Prozess mit der Tür 'worker' läuft, und was in seinem Systemprotokoll steht.",
  "warning.queue_mail_waiting":
    "E-Mails von Zegel warten schon {oldestSeconds:duration}, insgesamt {mails}. Der Mailserver nimmt sie nicht an. Sehen Sie nach, ob er läuft, und was er laut dem Systemprotokoll von Zegel antwortet.",
  "warning.queue_over_subject": "Zegel: Nichts wartet mehr lange",
  "warning.queue_over": "Was gewartet hat, ist erledigt. Sie müssen nichts tun.",
  "warning.backup_subject": "Zegel: Die Sicherung ist alt",
  "warning.backup_none":
    "Es gibt noch keine Sicherung von Zegel. Geht die Festplatte jetzt kaputt, ist alles weg. Richten Sie eine tägliche Sicherung ein; wie das geht, steht im Handbuch für die Administration.",
  "warning.backup_old":
    "Die letzte Sicherung von Zegel ist vom {finishedAt:time} Uhr. Sehen Sie nach, warum es keine neuere gibt, und machen Sie jetzt eine.",
  "warning.backup_over_subject": "Zegel: Es gibt eine neue Sicherung",
  "warning.backup_over": "Die letzte Sicherung von Zegel ist vom {finishedAt:time} Uhr. Sie müssen nichts tun.",
  "warning.jobs_subject": "Zegel: Gescheiterte Aufträge",
  "warning.jobs_gave_up": {
    count: "jobs",
    one: "Ein Auftrag ist auch nach vielen Versuchen nicht gelungen ({kinds}). Auf der Seite „Zustand“ können Sie ihn noch einmal versuchen lassen. Hilft das nicht, steht der Grund im Systemprotokoll von Zegel.",
    other:
      "{jobs} Aufträge sind auch nach vielen Versuchen nicht gelungen ({kinds}). Auf der Seite „Zustand“ können Sie sie noch einmal versuchen lassen. Hilft das nicht, steht der Grund im Systemprotokoll von Zegel.",
  },
  "warning.jobs_over_subject": "Zegel: Es gibt keine gescheiterten Aufträge mehr",
  "warning.jobs_over": "Die gescheiterten Aufträge sind doch noch erledigt worden. Sie müssen nichts tun.",
  "warning.look": "Der Zustand von Zegel:",
  "warning.why": "Sie erhalten diese E-Mail, weil Sie Zegel bei {organisation} verwalten.",
  "database.unreachable": "Die Datenbank aus ZEGEL_DATABASE_URL antwortet nicht: {reason}",
} as const satisfies Record<keyof typeof english, Sentence>;
