import type { intake as english } from "../en/intake.ts";
import type { Sentence } from "../sentence.ts";

/** Refusals of what comes in as mail. */
export const intake = {
  "intake.mail_too_large":
    "Ce mail est trop grand : {limitBytes:size} au maximum. Envoyez moins à la fois, ou utilisez l’application web pour les grands fichiers.",
  "intake.too_many_parts":
    "Ce mail compte plus de {limit} parties. Réunissez les pièces jointes dans un seul fichier zip.",
  "intake.too_deep":
    "Ce mail contient des mails imbriqués sur plus de {limit} niveaux. Transférez seulement le dernier.",
  "intake.header_too_large":
    "L’en-tête de ce mail dépasse {limitBytes:size}. Écrivez un nouveau mail au lieu de transférer celui-ci.",
  "intake.header_too_long":
    "L’en-tête de ce mail compte plus de {limit} lignes. Écrivez un nouveau mail au lieu de transférer celui-ci.",
} as const satisfies Record<keyof typeof english, Sentence>;
