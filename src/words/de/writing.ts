import type { writing as english } from "../en/writing.ts";
import type { Sentence } from "../sentence.ts";

/** Entwürfe, später senden, Vorlagen, und was über einer zitierten Nachricht steht. */
export const writing = {
  "mail.draft_absent": "Diesen Entwurf gibt es nicht mehr. Gehen Sie zurück zu Ihren Entwürfen.",
  "mail.quote_too_long":
    "Mit der früheren Nachricht darunter ist der Text zu lang. Entfernen Sie die frühere Nachricht und senden Sie noch einmal.",
  "mail.draft_changed":
    "Dieser Entwurf wurde inzwischen an anderer Stelle geändert, darum wurde hier nichts gespeichert. Laden Sie ihn neu und fügen Sie Ihren Text noch einmal ein.",
  "mail.draft_waiting":
    "Diese Nachricht wartet auf das Senden. Holen Sie sie zuerst zurück; danach können Sie sie ändern.",
  "mail.recipients_unfinished":
    "„{typed}“ ist noch keine Adresse. Ergänzen oder entfernen Sie sie, und senden Sie noch einmal.",
  "mail.password_short": "Das Passwort für {address} ist zu kurz: Nehmen Sie mindestens {atLeast} Zeichen.",
  "mail.send_time_invalid":
    "Dieser Zeitpunkt ist vorbei, oder er liegt mehr als ein Jahr in der Zukunft. Wählen Sie einen anderen.",
  "mail.not_left_yet": "Diese Nachricht ist noch nicht hinausgegangen. Brechen Sie stattdessen das Senden ab.",
  "mail.left_already":
    "Diese Nachricht ist schon hinausgegangen. Sie können sie zurückziehen; wer sie noch nicht geöffnet hat, kann es dann nicht mehr.",
  "mail.drafts_too_many": "Es gibt schon {limit} Entwürfe. Löschen Sie zuerst einige.",
  "mail.templates_too_many": "Es gibt schon {limit} Vorlagen. Entfernen Sie zuerst einige.",
  "mail.template_absent": "Diese Vorlage gibt es nicht mehr. Laden Sie die Seite neu.",
  "mail.colleague_absent": "Eine dieser Personen gehört nicht mehr zu Ihrer Organisation. Wählen Sie neu.",

  "notice.shared_subject": "{sender} teilt eine Unterhaltung mit Ihnen",
  "notice.shared":
    "{sender} lässt Sie eine geschützte Unterhaltung lesen. Melden Sie sich bei Zegel an, um sie zu lesen; auch spätere Antworten finden Sie dort.",
  "notice.stopped_subject": "Eine Nachricht wurde nicht gesendet",
  "notice.stopped":
    "Eine Nachricht, die Sie geplant hatten, wurde nicht gesendet, weil Ihr Konto zu dieser Zeit gesperrt war. Wenn Sie wieder Zugang haben, finden Sie sie unter „Geplant“. Dort können Sie sie doch noch senden oder entfernen.",
  "notice.stopped_admin":
    "Eine Nachricht, die {sender} geplant hatte, wurde nicht gesendet, weil dieses Konto gesperrt oder entfernt ist. Muss sie trotzdem hinaus? Dann schreiben Sie sie mit einem anderen Konto neu.",

  "draft.quote_intro": "Am {at:time} Uhr schrieb {author}:",
  "draft.forwarded": "Weitergeleitete Nachricht",
  "draft.forwarded_of": "Weitergeleitet: die Nachricht von {author}",
  "draft.from": "Von:",
  "draft.date": "Datum:",
  "draft.to": "An:",
  "draft.cc": "Cc:",
  "draft.subject": "Betreff:",
  "draft.moment": "{at:time}",
} as const satisfies Record<keyof typeof english, Sentence>;
