import type { contacts as english } from "../en/contacts.ts";
import type { Sentence } from "../sentence.ts";

/** Contacts, and importing them. */
export const contacts = {
  "contacts.absent": "Ce contact n’existe plus. Rechargez la page.",
  "contacts.exists": "Cette adresse figure déjà dans les contacts. Cherchez-la et modifiez-la là.",
  "contacts.colleague": "C’est un collègue : les messages entre collègues n’ont pas besoin de vérification.",
  "contacts.file_missing": "Choisissez d’abord un fichier.",
  "contacts.file_too_large": "Ce fichier est trop grand : {limitBytes:size} au maximum. Divisez-le.",
  "contacts.too_many_rows": "Ce fichier compte plus de {limit} lignes. Divisez-le.",
  "contacts.file_unreadable": "Ce fichier est illisible. Enregistrez-le en CSV dans votre tableur et réessayez.",
  "contacts.file_empty": "Ce fichier ne contient aucune ligne sous la première ligne de titres.",
  "contacts.no_email_column": "Indiquez quelle colonne contient l’adresse e-mail.",
  "contacts.columns_twice": "Deux colonnes contiennent la même chose. Choisissez « ignorer » pour l’une d’elles.",
  "contacts.email_missing": "Cette ligne ne contient pas d’adresse e-mail.",
  "contacts.email_wrong": "Cette adresse e-mail ne peut pas être correcte.",
  "contacts.name_wrong": "Ce nom est trop long ou contient des caractères inhabituels.",
  "contacts.language_unknown": "Cette langue n’est pas connue. Utilisez nl, fr, de ou en.",
  "contacts.verification_unknown": "Cette vérification n’est pas connue. Utilisez sms, password ou none.",
  "contacts.password_length": "Un mot de passe compte de 6 à 256 caractères.",
  "contacts.twice": "Cette adresse figure plusieurs fois dans le fichier ; la première ligne compte.",
  "contacts.too_many_passwords":
    "Un import peut contenir 200 mots de passe au maximum. Importez cette ligne avec le fichier suivant.",
  "contacts.import_absent": "Cet import n’existe pas, ou appartient à quelqu’un d’autre.",
  "contacts.import_undone": "Cet import a déjà été annulé.",
} as const satisfies Record<keyof typeof english, Sentence>;
