import type { smtp as english } from "../en/smtp.ts";
import type { Sentence } from "../sentence.ts";

/** Absagen der SMTP-Tür, wie ein Mailprogramm sie zeigt. */
export const smtp = {
  "smtp.sign_in_first":
    "Melden Sie sich zuerst an: Tragen Sie Benutzername und App-Passwort in Ihr Mailprogramm ein und versuchen Sie es noch einmal.",
  "smtp.encryption_needed":
    "Die Verbindung ist nicht gesichert. Schalten Sie in Ihrem Mailprogramm STARTTLS oder TLS ein und versuchen Sie es noch einmal.",
  "smtp.password_wrong":
    "Benutzername oder App-Passwort stimmt nicht. Erstellen Sie in Zegel ein neues App-Passwort und tragen Sie es in Ihr Mailprogramm ein.",
  "smtp.password_revoked":
    "Dieses App-Passwort wurde widerrufen. Erstellen Sie in Zegel ein neues und tragen Sie es in Ihr Mailprogramm ein.",
  "smtp.attempts_too_many":
    "Es gab zu viele falsche Passwörter. Warten Sie {retryAfterSeconds:duration} und versuchen Sie es noch einmal.",
  "smtp.connections_too_many":
    "Ihr Programm hält zu viele Verbindungen offen. Schließen Sie einige und versuchen Sie es noch einmal.",
  "smtp.recipients_too_many": "Eine Nachricht geht an höchstens {limit} Empfänger. Senden Sie sie in mehreren Teilen.",
  "smtp.bare_line_end":
    "Diese E-Mail hat Zeilenenden, die in E-Mails nicht erlaubt sind, darum wurde sie nicht angenommen. Aktualisieren Sie das Programm, das sie gesendet hat.",
  "smtp.address_needs_utf8":
    "In dieser Adresse stehen Buchstaben, für die Ihr Programm SMTPUTF8 ankündigen muss. Aktualisieren Sie das Programm, oder nehmen Sie eine Adresse ohne diese Buchstaben.",
} as const satisfies Record<keyof typeof english, Sentence>;
