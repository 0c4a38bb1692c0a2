import type { enforcement as english } from "../en/enforcement.ts";
import type { Sentence } from "../sentence.ts";

/** Wat de werkafspraken doen bij het versturen, en mail in quarantaine. */
export const enforcement = {
  "mail.agreements_refuse":
    "Volgens de werkafspraken (“{rule}”) mag dit niet per mail naar {address}, ook niet beveiligd. Haal weg wat er niet in hoort, of vraag wie de afspraken beheert. {why}",
  "mail.agreements_nobody_releases":
    "Volgens de werkafspraken moet iemand anders dit bericht eerst vrijgeven, maar er is nu niemand die dat kan. Vraag wie de afspraken beheert om een vrijgever te noemen. Je tekst is bewaard.",
  "mail.hold_absent": "Dit bericht staat niet meer in quarantaine. Laad de lijst opnieuw.",
  "mail.hold_own": "Over je eigen bericht beslist een ander. Vraag een andere vrijgever.",
  "mail.hold_decided": "Hierover is al beslist door {by}. Laad de lijst opnieuw.",
  "mail.hold_note_missing": "Schrijf erbij waarom, zodat de afzender weet wat te doen.",
  "mail.hold_note_long": "Deze toelichting is te lang: neem hoogstens {limit} tekens.",
  "mail.hold_waits":
    "Over dit bericht beslist een vrijgever. Je kunt het terughalen en aanpassen, maar niet zelf versturen.",
  "notice.held_sender_subject": "Je bericht wacht op vrijgave",
  "notice.held_sender":
    "Een bericht van jou staat in quarantaine, omdat onze werkafspraken dat zo zeggen. {approvers} kijkt ernaar. Je hoeft niets te doen; je hoort het zodra er beslist is. Waarom het wacht, staat onder Gepland.",
  "notice.held_approver_subject": "Een bericht van {sender} wacht op jouw vrijgave",
  "notice.held_approver":
    "{sender} wil een bericht versturen dat volgens onze werkafspraken eerst vrijgegeven moet worden. Kijk waarom het wacht en beslis.",
  "notice.held_overdue_subject": "Een bericht van {sender} wacht al te lang op vrijgave",
  "notice.held_overdue":
    "Een bericht van {sender} wacht langer dan afgesproken. Je bent vervanger: kijk ernaar en beslis.",
  "notice.held_overdue_sender_subject": "Je bericht wacht langer dan afgesproken",
  "notice.held_overdue_sender":
    "Over je bericht is nog niet beslist. Ook {approvers} is nu gevraagd. Heeft het haast? Bel dan even.",
  "notice.held_released_subject": "Je bericht is vrijgegeven",
  "notice.held_released": "{approver} heeft je bericht vrijgegeven. Het is verstuurd.",
  "notice.held_returned_subject": "Je bericht is teruggegeven",
  "notice.held_returned":
    "{approver} heeft je bericht teruggegeven, met een toelichting. Pas het aan en verstuur het opnieuw.",
  "notice.held_refused_subject": "Je bericht is niet vrijgegeven",
  "notice.held_refused": "{approver} heeft je bericht niet vrijgegeven. De toelichting staat erbij.",
  "notice.held_expired_subject": "Je bericht is niet vrijgegeven",
  "notice.held_expired":
    "Niemand heeft op tijd over je bericht beslist. Het is niet verstuurd. Je kunt het terughalen en opnieuw versturen.",
  "notice.held_nobody_subject": "Niemand kan een bericht in quarantaine vrijgeven",
  "notice.held_nobody":
    "Een bericht van {sender} wacht op vrijgave, maar geen van de vrijgevers in de werkafspraken kan inloggen. Noem een nieuwe vrijgever.",
  "notice.agree_reminder_subject": "Lees onze werkafspraken over mail",
  "notice.agree_reminder":
    "Er zijn werkafspraken van kracht die je nog niet hebt gelezen. Het kost een paar minuten: lees ze en geef akkoord.",
} satisfies Record<keyof typeof english, Sentence>;
