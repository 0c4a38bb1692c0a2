import type { contacts as english } from "../en/contacts.ts";
import type { Sentence } from "../sentence.ts";

/** Contacten, en ze importeren. */
export const contacts = {
  "contacts.absent": "Dit contact is er niet meer. Laad de pagina opnieuw.",
  "contacts.exists": "Dit adres staat al bij de contacten. Zoek het op en wijzig het daar.",
  "contacts.colleague": "Dit is een collega: berichten aan collega’s hebben geen controle nodig.",
  "contacts.file_missing": "Kies eerst een bestand.",
  "contacts.file_too_large": "Dit bestand is te groot: er past hooguit {limitBytes:size}. Splits het.",
  "contacts.too_many_rows": "Dit bestand heeft meer dan {limit} rijen. Splits het.",
  "contacts.file_unreadable":
    "Dit bestand is niet te lezen. Bewaar het in je rekenprogramma als CSV en probeer het opnieuw.",
  "contacts.file_empty": "Er staan geen rijen in dit bestand onder de eerste regel met titels.",
  "contacts.no_email_column": "Zeg in welke kolom het e-mailadres staat.",
  "contacts.columns_twice": "Twee kolommen bevatten hetzelfde. Kies bij één ervan ‘overslaan’.",
  "contacts.email_missing": "Er staat geen e-mailadres in deze rij.",
  "contacts.email_wrong": "Dit e-mailadres kan niet kloppen.",
  "contacts.name_wrong": "Deze naam is te lang of bevat vreemde tekens.",
  "contacts.language_unknown": "Deze taal is niet bekend. Gebruik nl, fr, de of en.",
  "contacts.verification_unknown": "Deze controle is niet bekend. Gebruik sms, wachtwoord of geen.",
  "contacts.password_length": "Een wachtwoord heeft 6 tot 256 tekens.",
  "contacts.twice": "Dit adres staat vaker in het bestand; de eerste rij telt.",
  "contacts.too_many_passwords":
    "Er passen hooguit 200 wachtwoorden in één keer. Importeer deze rij met het volgende bestand.",
  "contacts.import_absent": "Deze import is er niet, of is van iemand anders.",
  "contacts.import_undone": "Deze import is al ongedaan gemaakt.",
} as const satisfies Record<keyof typeof english, Sentence>;
