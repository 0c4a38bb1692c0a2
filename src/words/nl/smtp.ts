import type { smtp as english } from "../en/smtp.ts";
import type { Sentence } from "../sentence.ts";

/** Refusals of the SMTP door, as a mail program shows them. */
export const smtp = {
  "smtp.sign_in_first":
    "Log eerst in: vul gebruikersnaam en app-wachtwoord in je mailprogramma in en probeer het opnieuw.",
  "smtp.encryption_needed":
    "De verbinding is niet beveiligd. Zet STARTTLS of TLS aan in je mailprogramma en probeer het opnieuw.",
  "smtp.password_wrong":
    "Gebruikersnaam of app-wachtwoord klopt niet. Maak in Zegel een nieuw app-wachtwoord en vul dat in je mailprogramma in.",
  "smtp.password_revoked":
    "Dit app-wachtwoord is ingetrokken. Maak in Zegel een nieuw en vul dat in je mailprogramma in.",
  "smtp.attempts_too_many":
    "Er waren te veel foute wachtwoorden. Wacht {retryAfterSeconds:duration} en probeer het opnieuw.",
  "smtp.connections_too_many":
    "Je programma houdt te veel verbindingen open. Sluit er een paar en probeer het opnieuw.",
  "smtp.recipients_too_many": "Een bericht gaat naar hooguit {limit} ontvangers. Verstuur het in delen.",
  "smtp.bare_line_end":
    "Deze mail heeft regeleinden die in mail niet mogen, daarom is hij niet aangenomen. Werk het programma bij dat hem verstuurde.",
  "smtp.address_needs_utf8":
    "In dit adres staan letters waarvoor je programma SMTPUTF8 moet aankondigen. Werk het programma bij, of neem een adres zonder die letters.",
} as const satisfies Record<keyof typeof english, Sentence>;
