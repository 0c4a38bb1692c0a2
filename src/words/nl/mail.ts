import type { mail as english } from "../en/mail.ts";
import type { Sentence } from "../sentence.ts";

/** Refusals of the mail room, and the reasons that stand beside a recipient. */
export const mail = {
  "mail.device_absent": "Dit apparaat staat niet (meer) in de lijst. Ververs de pagina.",
  "mail.preview_impossible": "Deze bijlage kan hier niet worden getoond. Download haar om haar te bekijken.",
  "mail.reply_budget":
    "Via deze link is vandaag al veel verstuurd; meer kan pas later. Vraag de afzender om een andere manier voor grote bestanden.",
  "mail.replies_too_many":
    "Via deze link is vandaag al vaak geantwoord. Probeer het morgen opnieuw, of bel de afzender.",
  "mail.notification_code_form": "Dit is geen controlecode. De code staat onderaan de mail en heeft 12 tekens.",
  "mail.phone_missing": "Het mobiele nummer ontbreekt. Vul het in, dan wordt het bericht aan deze ontvanger verstuurd.",
  "mail.password_missing":
    "Met deze ontvanger is geen wachtwoord afgesproken. Vul er een in, dan wordt het bericht verstuurd.",
  "mail.phone_invalid":
    "Dit telefoonnummer bestaat niet. Controleer het; een buitenlands nummer begint met + en het land.",
  "mail.phone_not_mobile":
    "Op dit nummer kan geen sms aankomen. Vul een mobiel nummer in, of kies een andere controle.",
  "mail.address_invalid": "{address} is geen e-mailadres. Controleer het en probeer het opnieuw.",
  "mail.subject_invalid": "In het onderwerp staan tekens die niet kunnen. Typ het opnieuw.",
  "mail.recipients_none": "Er is geen ontvanger. Vul minstens één adres in.",
  "mail.recipients_too_many": "Een bericht gaat naar hooguit {limit} ontvangers. Verstuur het in delen.",
  "mail.sender_not_allowed": "U mag niet versturen vanaf {address}. Verstuur vanaf uw eigen adres.",
  "mail.wish_unclear":
    "De kopregel {header} van deze mail is niet te begrijpen, daarom is er niets verstuurd. Vraag het aan wie het programma beheert dat hem schreef.",
  "mail.sent_already": "Dit bericht is al verstuurd. Schrijf een nieuw bericht.",
  "mail.message_absent": "Dit bericht is er niet, of u mag het niet zien. Ga terug naar uw postvak.",
  "mail.conversation_absent": "Dit gesprek is er niet, of u mag het niet zien. Ga terug naar uw postvak.",
  "mail.attachment_absent": "Deze bijlage is er niet, of u mag haar niet zien. Ga terug naar het bericht.",
  "mail.recipient_absent": "Deze ontvanger is er niet, of u mag hem niet zien. Ga terug naar het bericht.",
  "mail.original_absent": "Van dit bericht is er geen origineel. Bewaar in plaats daarvan een kopie.",
  "mail.recalled": "De afzender heeft dit bericht ingetrokken. Vraag het aan de afzender als u het nodig hebt.",
  "mail.already_recalled": "Dit bericht is al ingetrokken. Laad de pagina opnieuw.",
  "mail.not_the_sender": "Alleen de afzender kan dit doen. Vraag het aan de afzender.",
  "mail.not_waiting": "Deze ontvanger wacht nergens op. Laad de pagina opnieuw.",
  "mail.resend_impossible": "Er is geen link die opnieuw kan worden verstuurd. Verstuur het bericht opnieuw.",
  "mail.remind_impossible":
    "Herinneren kan alleen als het bericht klaarstaat en nog niet is geopend. Laad de pagina opnieuw.",
  "mail.reminded_just_now": "Deze ontvanger is vandaag al herinnerd. Wacht een dag, of bel even.",
  "mail.link_wrong":
    "Deze link klopt niet of is niet volledig. Open hem opnieuw vanuit de e-mail, of typ de code die erin staat.",
  "mail.link_expired": "Dit bericht was te openen tot {until:date}. Vraag de afzender om het opnieuw te versturen.",
  "mail.delayed": "Nog niet afgeleverd. We proberen het nog, twee dagen lang.",
  "mail.delivery_uncertain": "De mailserver heeft niet bevestigd dat de kennisgeving is aangekomen.",
  "mail.bounced_later": "De kennisgeving kwam terug. Controleer het adres.",
  "mail.link_locked":
    "Er waren te veel foute antwoorden, daarom is deze link gesloten. Vraag de afzender om het bericht opnieuw te versturen.",
  "mail.check_other": "Dit bericht vraagt om een andere controle. Laad de pagina opnieuw.",
  "mail.code_wrong": {
    count: "triesLeft",
    one: "Deze code klopt niet. U kunt het nog {triesLeft} keer proberen.",
    other: "Deze code klopt niet. U kunt het nog {triesLeft} keer proberen.",
  },
  "mail.code_used_up": "Deze code is niet meer geldig. Vraag een nieuwe aan.",
  "mail.codes_too_many":
    "Er zijn voorlopig genoeg codes verstuurd. Wacht {retryAfterSeconds:duration} en vraag het opnieuw.",
  "mail.password_wrong": {
    count: "triesLeft",
    one: "Dit is niet het afgesproken wachtwoord. U kunt het nog {triesLeft} keer proberen.",
    other: "Dit is niet het afgesproken wachtwoord. U kunt het nog {triesLeft} keer proberen.",
  },
  "mail.passwords_too_many":
    "Er waren te veel foute wachtwoorden. Wacht {retryAfterSeconds:duration} en probeer het opnieuw.",
  "mail.range_unsatisfiable": "Dat deel van het bestand bestaat niet. Begin de download opnieuw.",
  "mail.nobody_to_answer": "Er is niemand meer die uw antwoord kan lezen. Bel de organisatie.",
  "mail.smarthost_unavailable": "De mailserver kon de mail nu niet aannemen ({answer}). Het wordt opnieuw geprobeerd.",
  "mail.gateway_unavailable": "De sms kon nu niet worden verstuurd ({answer}). Het wordt opnieuw geprobeerd.",
  "mail.queue_key_lost": "De kennisgeving is verloren gegaan toen de server werd hersteld. Verstuur haar opnieuw.",
  "mail.sms_refused":
    "De sms met de code kon niet worden verstuurd. Controleer het nummer, of kies een andere controle.",
} as const satisfies Record<keyof typeof english, Sentence>;
