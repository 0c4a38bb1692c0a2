import type { writing as english } from "../en/writing.ts";
import type { Sentence } from "../sentence.ts";

/** Concepten, later versturen, sjablonen, en wat er boven een aangehaald bericht staat. */
export const writing = {
  "mail.draft_absent": "Dit concept is er niet meer. Ga terug naar je concepten.",
  "mail.quote_too_long":
    "De tekst is met het eerdere bericht eronder te lang. Haal het eerdere bericht weg en verstuur opnieuw.",
  "mail.draft_changed":
    "Dit concept is intussen ergens anders gewijzigd, daarom is hier niets bewaard. Laad het opnieuw en zet je tekst er nog eens in.",
  "mail.draft_waiting": "Dit bericht wacht op verzending. Haal het eerst terug; daarna kun je het wijzigen.",
  "mail.recipients_unfinished": "“{typed}” is nog geen adres. Maak het af of haal het weg, en verstuur opnieuw.",
  "mail.password_short": "Het wachtwoord voor {address} is te kort: neem minstens {atLeast} tekens.",
  "mail.send_time_invalid": "Dit tijdstip is voorbij, of is meer dan een jaar vooruit. Kies een ander tijdstip.",
  "mail.not_left_yet": "Dit bericht is nog niet vertrokken. Annuleer in plaats daarvan het versturen.",
  "mail.left_already":
    "Dit bericht is al vertrokken. Je kunt het intrekken; wie het nog niet heeft geopend, kan dat dan niet meer.",
  "mail.drafts_too_many": "Er zijn al {limit} concepten. Gooi er eerst een paar weg.",
  "mail.templates_too_many": "Er zijn al {limit} sjablonen. Haal er eerst een paar weg.",
  "mail.template_absent": "Dit sjabloon is er niet meer. Laad de pagina opnieuw.",
  "mail.colleague_absent": "Een van deze collega's is er niet meer. Kies opnieuw.",

  "notice.shared_subject": "{sender} deelt een gesprek met je",
  "notice.shared":
    "{sender} laat je een beveiligd gesprek lezen. Log in bij Zegel om het te lezen; ook antwoorden die nog komen, staan daar.",
  "notice.stopped_subject": "Een bericht is niet verstuurd",
  "notice.stopped":
    "Een bericht dat je had gepland, is niet verstuurd, omdat je account toen geblokkeerd was. Als je weer toegang hebt, staat het bij wat gepland is. Daar kun je het alsnog versturen of weghalen.",
  "notice.stopped_admin":
    "Een bericht dat {sender} had gepland, is niet verstuurd, omdat dat account is geblokkeerd of verwijderd. Moet het toch weg? Schrijf het dan opnieuw vanuit een ander account.",

  "draft.quote_intro": "Op {at:time} schreef {author}:",
  "draft.forwarded": "Doorgestuurd bericht",
  "draft.forwarded_of": "Doorgestuurd: het bericht van {author}",
  "draft.from": "Van:",
  "draft.date": "Datum:",
  "draft.to": "Aan:",
  "draft.cc": "Cc:",
  "draft.subject": "Onderwerp:",
  "draft.moment": "{at:time}",
} as const satisfies Record<keyof typeof english, Sentence>;
