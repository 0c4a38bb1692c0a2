import type { pages as english } from "../en/pages.ts";
import type { Sentence } from "../sentence.ts";

/** Seiten, die der Server selbst schreibt. */
export const pages = {
  "page.absent_title": "Diese Seite gibt es nicht",
  "page.absent_text":
    "Vielleicht wurde die Adresse nur zum Teil kopiert. Öffnen Sie den Link in Ihrer E-Mail noch einmal, oder gehen Sie zur Startseite.",
  "page.start": "Zur Startseite",
  "page.unbuilt_title": "Die Seiten sind noch nicht gebaut",
  "page.unbuilt_text": "Starten Sie Zegel mit „npm start“, das baut sie, und laden Sie diese Seite neu.",
  "outbox.title": "Postausgang",
  "outbox.why":
    "Es ist kein Mailserver oder kein SMS-Dienst eingerichtet. Was verschickt würde, bleibt hier stehen, nur auf diesem Computer. Setzen Sie ZEGEL_SMARTHOST und ZEGEL_SMS, um wirklich zu versenden.",
  "outbox.empty": "Es wurde noch nichts gesendet. Senden Sie eine Nachricht, dann erscheint die Benachrichtigung hier.",
  "outbox.mail": "E-Mail, {at:time}",
  "outbox.sms": "SMS, {at:time}",
  "outbox.to": "An",
  "outbox.from": "Von",
  "outbox.subject": "Betreff",
  "help.title": "Hilfe",
  "help.search": "Wonach suchen Sie?",
  "help.look": "Suchen",
  "help.all": "Alle Anleitungen",
  "help.nothing":
    "Über „{q}“ steht nichts in den Anleitungen. Versuchen Sie ein anderes Wort, oder fragen Sie Ihren Administrator.",
  "help.for_member": "Für alle, die Nachrichten senden",
  "help.for_guest": "Für alle, die eine Nachricht bekommen haben",
  "help.for_admin": "Für Administratoren",
  "help.for_operator": "Für alle, die den Server betreiben",
  "help.sheet": "Ein Blatt zum Ausdrucken und Mitgeben",
} as const satisfies Record<keyof typeof english, Sentence>;
