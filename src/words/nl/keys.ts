import type { keys as english } from "../en/keys.ts";
import type { Sentence } from "../sentence.ts";

/** Refusals of the rooms that keep keys and what they seal, most of which are for whoever looks after Zegel. */
export const keys = {
  "vault.identity_malformed":
    "Deze sleutel is beschadigd en niet te gebruiken. Vraag wie Zegel beheert om de opslag te controleren.",
  "vault.kit_unreadable":
    "Dit is geen deel van een herstelset, of er ontbreekt een regel ({field}). Neem de hele tekst zoals hij is afgedrukt.",
  "vault.kit_damaged":
    "In een regel van de herstelset zit een typefout ({field}). Vergelijk hem teken voor teken met de afdruk.",
  "vault.kit_mixed": "Deze delen horen bij verschillende herstelsets. Neem delen met dezelfde naam en datum.",
  "vault.kit_too_few":
    "Er zijn {have} delen en er zijn er {need} nodig. Voeg andere delen van dezelfde herstelset toe.",
  "vault.kit_fingerprint": "Deze delen geven niet de sleutel die erop staat. Controleer elk deel, of neem andere.",
  "vault.kit_shares": "Een herstelset heeft 1 tot 16 delen, waarvan er hooguit alle nodig zijn. Kies andere aantallen.",
  "vault.password_empty": "Er is geen wachtwoord ingevuld. Vul het in en probeer het opnieuw.",
  "vault.busy": "Er loggen nu veel mensen tegelijk in. Wacht even en probeer het opnieuw.",
  "spaces.absent": "Dit is er niet, of je mag het niet zien. Ga terug en laad de pagina opnieuw.",
  "spaces.object_moved": "Dit is net door iemand anders veranderd. Laad de pagina opnieuw en probeer het nog eens.",
  "spaces.compliance_absent":
    "De organisatie heeft geen plek voor herstel, dus er kan niets worden verzegeld. Meld dit aan wie Zegel beheert.",
  "spaces.holder_without_key":
    "Iemand met wie dit gedeeld moet worden, heeft nog geen sleutel. Wacht tot die persoon is ingelogd en probeer het opnieuw.",
  "certificates.root_unknown":
    "De map met geheimen kent deze organisatie niet, dus haar sleutels zijn niet te controleren. Zet de map terug uit haar back-up.",
  "certificates.key_revoked":
    "Deze sleutel is ingetrokken en telt niet meer. Log opnieuw in; blijft het zo, vraag het dan aan je beheerder.",
  "secrets.mismatch":
    "De map met geheimen hoort bij een andere installatie dan de database. Zet ZEGEL_SECRETS op de map die erbij hoort.",
  "secrets.incomplete": "In de map met geheimen ontbreekt het bestand {file}. Zet de hele map terug uit haar back-up.",
  "secrets.dkim_selector_unknown": "Er is hier geen DKIM-sleutel {selector}. `zegel dkim` toont welke er zijn.",
  "secrets.dkim_too_many": "Er zijn vandaag al zo veel DKIM-sleutels gemaakt dat er geen naam meer over is.",
  "secrets.damaged": "In de map met geheimen is het bestand {file} beschadigd. Zet de hele map terug uit haar back-up.",
  "secrets.root_pinned":
    "De map met geheimen kent deze organisatie al met een andere sleutel. Er is niets veranderd; ga na welke back-up dit is.",
  "db.schema_newer":
    "De database is gemaakt door een nieuwere versie van Zegel (stap {found}, deze kent {known}). Installeer die versie.",
  "db.schema_differs":
    "De database is met de hand of door een ander programma veranderd (bij stap {migration}). Zet een back-up terug, of installeer de versie van Zegel die hem maakte.",
  "db.role_makes_no_roles":
    "De databaserol {role} mag geen rollen maken, en Zegel werkt met een rol die niets bezit. Geef als beheerder van PostgreSQL: ALTER ROLE {role} CREATEROLE.",
  "db.version_too_old":
    "Dit is PostgreSQL {found}; Zegel heeft versie {needed} of nieuwer nodig. Werk de database bij en start opnieuw.",
} as const satisfies Record<keyof typeof english, Sentence>;
