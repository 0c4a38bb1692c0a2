import type { contacts as english } from "../en/contacts.ts";
import type { Sentence } from "../sentence.ts";

/** Kontakte, und das Übernehmen von Kontakten. */
export const contacts = {
  "contacts.absent": "Diesen Kontakt gibt es nicht mehr. Laden Sie die Seite neu.",
  "contacts.exists": "Diese Adresse steht schon bei den Kontakten. Suchen Sie sie und ändern Sie sie dort.",
  "contacts.colleague":
    "Diese Adresse gehört zu Ihrer Organisation: Nachrichten innerhalb der Organisation brauchen keine Prüfung.",
  "contacts.file_missing": "Wählen Sie zuerst eine Datei.",
  "contacts.file_too_large": "Diese Datei ist zu groß: Erlaubt sind höchstens {limitBytes:size}. Teilen Sie sie auf.",
  "contacts.too_many_rows": "Diese Datei hat mehr als {limit} Zeilen. Teilen Sie sie auf.",
  "contacts.file_unreadable":
    "Diese Datei lässt sich nicht lesen. Speichern Sie sie in Ihrer Tabellenkalkulation als CSV und versuchen Sie es noch einmal.",
  "contacts.file_empty": "In dieser Datei stehen keine Zeilen unter der ersten Zeile mit den Überschriften.",
  "contacts.no_email_column": "Geben Sie an, in welcher Spalte die E-Mail-Adresse steht.",
  "contacts.columns_twice": "Zwei Spalten enthalten dasselbe. Wählen Sie bei einer davon „Auslassen“.",
  "contacts.email_missing": "In dieser Zeile steht keine E-Mail-Adresse.",
  "contacts.email_wrong": "Diese E-Mail-Adresse kann nicht stimmen.",
  "contacts.name_wrong": "Dieser Name ist zu lang oder enthält ungewöhnliche Zeichen.",
  "contacts.language_unknown": "Diese Sprache ist nicht bekannt. Verwenden Sie nl, fr, de oder en.",
  "contacts.verification_unknown": "Diese Prüfung ist nicht bekannt. Verwenden Sie SMS, Passwort oder keine.",
  "contacts.password_length": "Ein Passwort hat 6 bis 256 Zeichen.",
  "contacts.twice": "Diese Adresse steht mehrmals in der Datei; es zählt die erste Zeile.",
  "contacts.too_many_passwords":
    "Auf einmal gehen höchstens 200 Passwörter. Übernehmen Sie diese Zeile mit der nächsten Datei.",
  "contacts.import_absent": "Diese Übernahme gibt es nicht, oder sie gehört jemand anderem.",
  "contacts.import_undone": "Diese Übernahme wurde schon rückgängig gemacht.",
} as const satisfies Record<keyof typeof english, Sentence>;
