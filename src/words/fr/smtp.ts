import type { smtp as english } from "../en/smtp.ts";
import type { Sentence } from "../sentence.ts";

/** Refusals of the SMTP door, as a mail program shows them. */
export const smtp = {
  "smtp.sign_in_first":
    "Connectez-vous d’abord : indiquez le nom d’utilisateur et le mot de passe d’application dans votre programme de messagerie et réessayez.",
  "smtp.encryption_needed":
    "La connexion n’est pas sécurisée. Activez STARTTLS ou TLS dans votre programme de messagerie et réessayez.",
  "smtp.password_wrong":
    "Le nom d’utilisateur ou le mot de passe d’application n’est pas correct. Créez un nouveau mot de passe d’application dans Zegel et indiquez-le dans votre programme de messagerie.",
  "smtp.password_revoked":
    "Ce mot de passe d’application a été révoqué. Créez-en un nouveau dans Zegel et indiquez-le dans votre programme de messagerie.",
  "smtp.attempts_too_many":
    "Il y a eu trop de mauvais mots de passe. Attendez {retryAfterSeconds:duration} et réessayez.",
  "smtp.connections_too_many":
    "Votre programme garde trop de connexions ouvertes. Fermez-en quelques-unes et réessayez.",
  "smtp.recipients_too_many": "Un message peut avoir {limit} destinataires au maximum. Envoyez-le en plusieurs fois.",
  "smtp.bare_line_end":
    "Ce mail contient des fins de ligne interdites dans un mail, c’est pourquoi il n’a pas été accepté. Mettez à jour le programme qui l’a envoyé.",
  "smtp.address_needs_utf8":
    "Cette adresse contient des lettres pour lesquelles votre programme doit annoncer SMTPUTF8. Mettez le programme à jour, ou prenez une adresse sans ces lettres.",
} as const satisfies Record<keyof typeof english, Sentence>;
