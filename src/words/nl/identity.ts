import type { identity as english } from "../en/identity.ts";
import type { Sentence } from "../sentence.ts";

/** Waarom iemand niet kan inloggen, meedoen, of mensen en instellingen wijzigen. */
export const identity = {
  "identity.login_wrong": "Het e-mailadres of het wachtwoord klopt niet. Controleer beide en probeer het opnieuw.",
  "identity.member_locked":
    "Je toegang is geblokkeerd. Vraag een beheerder van je organisatie om je weer toe te laten.",
  "identity.too_many_attempts":
    "Dat ging te vaak mis. Wacht {retryAfterSeconds:duration} en probeer het opnieuw; er is niets verloren.",
  "identity.code_wrong": "Die code klopt niet, of hij is al gebruikt. Wacht op de volgende code en typ die.",
  "identity.second_factor_set": "De tweede stap is al ingesteld. Log opnieuw in en typ de code uit je app.",
  "identity.session_over": "Je bent uitgelogd. Log opnieuw in.",
  "identity.token_wrong":
    "Deze pagina is verouderd, daarom is er niets gedaan. Laad de pagina opnieuw en probeer het nog eens.",

  "identity.password_short":
    "Dit wachtwoord is te kort: neem minstens {atLeast} tekens. Een paar woorden achter elkaar onthoud je makkelijk.",
  "identity.password_long": "Dit wachtwoord is te lang: neem hooguit {atMost} tekens.",
  "identity.password_guessable":
    "Dit wachtwoord is snel geraden. Neem niet je naam, één bekend woord of een rij toetsen; een paar woorden achter elkaar is beter.",
  "identity.email_invalid": "Dit is geen bruikbaar e-mailadres. Controleer het en probeer het opnieuw.",
  "identity.name_invalid": "Deze naam kan niet: hij is leeg, te lang, of bevat regeleinden. Pas hem aan.",

  "identity.already_set_up": "Zegel is al ingericht. Log in.",
  "identity.nothing_set_up": "Hier is nog niets ingericht. Voer zegel setup uit, of open Zegel in de browser.",
  "identity.setup_invalid": "Er is iets ingevuld dat niet kan ({field}). Controleer het en probeer het opnieuw.",
  "identity.setup_threshold":
    "Van {shares} delen kunnen er nooit {threshold} nodig zijn. Neem een aantal dat hooguit het aantal delen is.",
  "identity.domain_taken": "Er is al een organisatie met dit domein. Neem een ander domein.",
  "identity.domain_unknown": "Er is geen organisatie met het domein {domain}. Controleer de naam.",
  "identity.organisation_needed":
    "Er is hier meer dan één organisatie. Zeg welke je bedoelt, met --organisation en het domein.",
  "identity.email_taken": "Iemand heeft dit e-mailadres al. Neem een ander, of zoek die persoon op.",
  "identity.user_name_taken": "Die gebruikersnaam was toevallig al bezet. Probeer het opnieuw.",

  "identity.invitation_absent":
    "Deze uitnodiging is er niet: de link is niet compleet, of hij is vervangen of ingetrokken. Vraag een nieuwe.",
  "identity.invitation_used": "Deze uitnodiging is al gebruikt. Log in.",
  "identity.invitation_expired": "Deze uitnodiging is verlopen. Vraag een nieuwe.",

  "identity.role_missing": "Alleen iemand met de juiste rol ({role}) mag dit. Vraag het een beheerder.",
  "identity.role_unknown": "Die rol bestaat niet. Kies uit member, admin, officer, superuser of approver.",
  "identity.member_absent": "Deze persoon is er niet. Ga terug naar de lijst.",
  "identity.member_removed": "Deze persoon is verwijderd en kan niet terugkomen. Maak een nieuwe uitnodiging.",
  "identity.member_not_there_yet":
    "Deze persoon heeft de uitnodiging nog niet aangenomen. Trek die in, of maak een nieuwe met andere rollen.",
  "identity.last_admin":
    "Dit is de laatste beheerder. Maak eerst iemand anders beheerder; anders kan niemand Zegel nog beheren.",
  "identity.issuing_key_missing":
    "Je kunt nog niemand toelaten, omdat je de sleutel daarvoor niet hebt gekregen. Vraag een andere beheerder om je de rol opnieuw te geven.",

  "identity.app_password_absent": "Dit app-wachtwoord is er niet meer. Laad de pagina opnieuw.",
  "identity.any_from_needs_admin":
    "Alleen een beheerder mag een app-wachtwoord maken dat onder elk adres schrijft. Vraag het een beheerder.",
  "identity.door_not_there": "App-wachtwoorden voor {door} zijn er nog niet. Neem voor mailprogramma's smtp.",

  "identity.session_locked":
    "Je was even weg, daarom is het scherm vergrendeld. Vul je wachtwoord in om verder te gaan.",
  "identity.logo_unusable": "Deze afbeelding kunnen we niet als logo gebruiken. Kies een PNG of JPEG van een logo.",
  "identity.logo_absent": "Er is geen logo.",
  "identity.own_text_link":
    "Hier mag geen link of webadres in. Zo kan niemand die jullie nadoet er een tweede link bij zetten.",
  "identity.website_invalid": "Dit is geen adres van een website. Het begint met https://.",
  "identity.cursor_invalid": "Deze plek in de lijst bestaat niet. Begin bovenaan.",

  "identity.recovery_wrong":
    "E-mailadres en herstelcode horen niet bij elkaar. Controleer beide en probeer het opnieuw.",
  "identity.recovery_mistyped":
    "In de herstelcode zit een tikfout, of er ontbreekt een stuk. Vergelijk hem teken voor teken met je papier.",
  "identity.recovery_part_wrong":
    "Dit zijn niet de laatste acht tekens van de nieuwe herstelcode. Kijk op wat je net hebt bewaard en typ ze over.",
  "identity.recovery_link_over":
    "Deze link werkt niet meer: hij is verlopen, al gebruikt of vervangen. Vraag een nieuwe link per mail.",
  "identity.password_needed": "Typ eerst je wachtwoord; je bent al een tijd geleden ingelogd.",
  "identity.password_wrong": "Dat is niet je huidige wachtwoord. Probeer het opnieuw.",
  "identity.session_absent": "Die sessie is er niet meer. Laad de pagina opnieuw.",
  "identity.own_second_factor": "Je eigen tweede stap kun je hier niet opheffen. Vraag het een andere beheerder.",
  "identity.own_access": "Je kunt jezelf geen toegang teruggeven. Vraag het een andere beheerder.",
  "identity.member_locked_first":
    "Deze persoon is geblokkeerd. Hef eerst de blokkade op en geef daarna de toegang terug.",
  "identity.mailbox_unreachable":
    "Met deze herstelset gaat de mailbox van deze persoon niet open. Er is niets gewijzigd. Controleer of dit de herstelset van je organisatie is.",

  "recover.directory_not_empty": "In {directory} staan al bestanden. Noem een map die nieuw of leeg is.",
  "recover.organisation_absent":
    "In deze database staat de organisatie van deze herstelset niet ({organisationId}). Controleer set en database.",
  "recover.kit_foreign": "Deze herstelset hoort niet bij de organisatie in deze database. Controleer set en database.",
  "recover.data_absent":
    "Er staan geen gegevens van Zegel in {directory}. Zet ZEGEL_DATA op de map met gegevens, of ZEGEL_DATABASE_URL.",
  "recover.no_key": "Hiervoor is geen sleutel.",
} as const satisfies Record<keyof typeof english, Sentence>;
