import type { mail as english } from "../en/mail.ts";
import type { Sentence } from "../sentence.ts";

/** Absagen rund um Nachrichten, und die Gründe, die neben einem Empfänger stehen. */
export const mail = {
  "mail.device_absent": "Dieses Gerät steht nicht (mehr) in der Liste. Laden Sie die Seite neu.",
  "mail.preview_impossible": "Dieser Anhang lässt sich hier nicht anzeigen. Laden Sie ihn herunter, um ihn anzusehen.",
  "mail.reply_budget":
    "Über diesen Link wurde heute schon viel gesendet; mehr geht erst später. Fragen Sie die Person, die Ihnen geschrieben hat, nach einem anderen Weg für große Dateien.",
  "mail.replies_too_many":
    "Über diesen Link wurde heute schon oft geantwortet. Versuchen Sie es morgen noch einmal, oder rufen Sie die Person an, die Ihnen geschrieben hat.",
  "mail.notification_code_form": "Das ist kein Kontrollcode. Der Code steht am Ende der E-Mail und hat 12 Zeichen.",
  "mail.phone_missing":
    "Die Mobilnummer fehlt. Tragen Sie sie ein, dann geht die Nachricht an diesen Empfänger hinaus.",
  "mail.password_missing":
    "Mit diesem Empfänger ist kein Passwort vereinbart. Tragen Sie eines ein, dann geht die Nachricht hinaus.",
  "mail.phone_invalid":
    "Diese Telefonnummer gibt es nicht. Prüfen Sie sie; eine Nummer im Ausland beginnt mit + und der Landesvorwahl.",
  "mail.phone_not_mobile":
    "Unter dieser Nummer kommt keine SMS an. Tragen Sie eine Mobilnummer ein, oder wählen Sie eine andere Prüfung.",
  "mail.address_invalid": "{address} ist keine E-Mail-Adresse. Prüfen Sie sie und versuchen Sie es noch einmal.",
  "mail.subject_invalid": "Im Betreff stehen Zeichen, die nicht erlaubt sind. Geben Sie ihn neu ein.",
  "mail.recipients_none": "Es gibt keinen Empfänger. Tragen Sie mindestens eine Adresse ein.",
  "mail.recipients_too_many": "Eine Nachricht geht an höchstens {limit} Empfänger. Senden Sie sie in mehreren Teilen.",
  "mail.sender_not_allowed": "Sie dürfen nicht von {address} senden. Senden Sie von Ihrer eigenen Adresse.",
  "mail.wish_unclear":
    "Die Kopfzeile {header} dieser E-Mail ist nicht zu verstehen, darum wurde nichts gesendet. Fragen Sie die Person, die das schreibende Programm betreut.",
  "mail.sent_already": "Diese Nachricht wurde schon gesendet. Schreiben Sie eine neue.",
  "mail.message_absent":
    "Diese Nachricht gibt es nicht, oder Sie dürfen sie nicht sehen. Gehen Sie zurück zu Ihrem Postfach.",
  "mail.conversation_absent":
    "Diese Unterhaltung gibt es nicht, oder Sie dürfen sie nicht sehen. Gehen Sie zurück zu Ihrem Postfach.",
  "mail.attachment_absent":
    "Diesen Anhang gibt es nicht, oder Sie dürfen ihn nicht sehen. Gehen Sie zurück zur Nachricht.",
  "mail.recipient_absent":
    "Diesen Empfänger gibt es nicht, oder Sie dürfen ihn nicht sehen. Gehen Sie zurück zur Nachricht.",
  "mail.original_absent": "Von dieser Nachricht gibt es kein Original. Speichern Sie stattdessen eine Kopie.",
  "mail.recalled":
    "Diese Nachricht wurde zurückgezogen. Brauchen Sie sie noch? Dann fragen Sie die Person, die sie geschickt hat.",
  "mail.already_recalled": "Diese Nachricht wurde schon zurückgezogen. Laden Sie die Seite neu.",
  "mail.not_the_sender": "Das kann nur die Person, die die Nachricht gesendet hat. Fragen Sie dort nach.",
  "mail.not_waiting": "Dieser Empfänger wartet auf nichts. Laden Sie die Seite neu.",
  "mail.resend_impossible": "Es gibt keinen Link, der noch einmal gesendet werden kann. Senden Sie die Nachricht neu.",
  "mail.remind_impossible":
    "Erinnern geht nur, solange die Nachricht bereitliegt und noch nicht geöffnet wurde. Laden Sie die Seite neu.",
  "mail.reminded_just_now": "Dieser Empfänger wurde heute schon erinnert. Warten Sie einen Tag, oder rufen Sie an.",
  "mail.link_wrong":
    "Dieser Link stimmt nicht oder ist unvollständig. Öffnen Sie ihn noch einmal aus der E-Mail, oder geben Sie den Code ein, der darin steht.",
  "mail.link_expired":
    "Diese Nachricht konnte bis zum {until:date} geöffnet werden. Bitten Sie darum, sie Ihnen noch einmal zu schicken.",
  "mail.delayed": "Noch nicht zugestellt. Wir versuchen es zwei Tage lang weiter.",
  "mail.delivery_uncertain": "Der Mailserver hat nicht bestätigt, dass die Benachrichtigung angekommen ist.",
  "mail.bounced_later": "Die Benachrichtigung kam zurück. Prüfen Sie die Adresse.",
  "mail.link_locked":
    "Es gab zu viele falsche Eingaben, darum ist dieser Link geschlossen. Bitten Sie darum, Ihnen die Nachricht noch einmal zu schicken.",
  "mail.check_other": "Diese Nachricht verlangt eine andere Prüfung. Laden Sie die Seite neu.",
  "mail.code_wrong": {
    count: "triesLeft",
    one: "Dieser Code stimmt nicht. Sie haben noch {triesLeft} Versuch.",
    other: "Dieser Code stimmt nicht. Sie haben noch {triesLeft} Versuche.",
  },
  "mail.code_used_up": "Dieser Code gilt nicht mehr. Fordern Sie einen neuen an.",
  "mail.codes_too_many":
    "Für den Moment wurden genug Codes verschickt. Warten Sie {retryAfterSeconds:duration} und fordern Sie dann einen neuen an.",
  "mail.password_wrong": {
    count: "triesLeft",
    one: "Das ist nicht das vereinbarte Passwort. Sie haben noch {triesLeft} Versuch.",
    other: "Das ist nicht das vereinbarte Passwort. Sie haben noch {triesLeft} Versuche.",
  },
  "mail.passwords_too_many":
    "Es gab zu viele falsche Passwörter. Warten Sie {retryAfterSeconds:duration} und versuchen Sie es noch einmal.",
  "mail.range_unsatisfiable": "Diesen Teil der Datei gibt es nicht. Laden Sie die Datei von vorn herunter.",
  "mail.nobody_to_answer": "Es gibt niemanden mehr, der Ihre Antwort lesen kann. Rufen Sie die Organisation an.",
  "mail.smarthost_unavailable":
    "Der Mailserver konnte die E-Mail gerade nicht annehmen ({answer}). Wir versuchen es weiter.",
  "mail.gateway_unavailable": "Die SMS konnte gerade nicht gesendet werden ({answer}). Wir versuchen es weiter.",
  "mail.queue_key_lost":
    "Die Benachrichtigung ging verloren, als der Server wiederhergestellt wurde. Senden Sie sie noch einmal.",
  "mail.sms_refused":
    "Die SMS mit dem Code konnte nicht gesendet werden. Prüfen Sie die Nummer, oder wählen Sie eine andere Prüfung.",
} as const satisfies Record<keyof typeof english, Sentence>;
