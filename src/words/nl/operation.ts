import type { operation as english } from "../en/operation.ts";
import type { Sentence } from "../sentence.ts";

/** What the person who runs Zegel reads when it can't start: one line that says what to do. */
export const operation = {
  "data.in_use":
    "De gegevensmap {dataDirectory} is in gebruik door proces {pid} ({process}). Stop dat eerst, of zet ZEGEL_DATA op een andere map.",
  "data.foreign_owner":
    "{directory} is van een andere gebruiker. Start Zegel als die gebruiker, of voer uit: {command}",
  "data.not_ours":
    "In {directory} staan andere dingen dan de gegevens van Zegel. Zet ZEGEL_DATA op een nieuwe of lege map, of op een map die Zegel heeft gemaakt.",
  "port.taken":
    "Poort {port} ({variable}) is in gebruik door een ander programma. Stop dat programma, of zet {variable} op een andere poort.",
  "port.denied":
    "Poort {port} ({variable}) mag deze gebruiker niet openen. Zet {variable} op een poort boven 1023, of geef het recht om hem te openen.",
  "database.no_binaries":
    "Er is geen ingebouwde database voor {platform}. Zet ZEGEL_DATABASE_URL op een PostgreSQL van versie 15 of nieuwer.",
  "database.links_missing":
    "Bestanden van de ingebouwde database in {directory} zijn onvolledig en niet te schrijven. Voer npm start een keer uit als de gebruiker die Zegel heeft geïnstalleerd.",
  "database.no_account":
    "De ingebouwde database draait niet als root en geen van de gebruikers {names} bestaat. Maak er een (useradd --system zegel), of start Zegel als gewone gebruiker.",
  "database.cannot_enter":
    "De ingebouwde database draait als gebruiker {account}, die niet bij {paths} kan. Geef die gebruiker toegang, of start Zegel als gewone gebruiker.",
  "database.password_missing":
    "Het wachtwoord van de ingebouwde database ontbreekt ({file}). Zet de map met geheimen terug uit de reservekopie en start opnieuw.",
  "database.other_major":
    "De gegevens in {directory} zijn van PostgreSQL {found} en deze versie van Zegel brengt PostgreSQL {needed} mee. Start de versie van Zegel die ze heeft gemaakt en exporteer ze daar eerst.",
  "database.start_failed": "De ingebouwde database startte niet: {reason}",
  "demo.not_empty":
    "In deze map staan gegevens van een echte organisatie; de demonstratie blijft daar weg. Kies een andere map: ZEGEL_DATA.",
  "demo.real_exits":
    "Een demonstratie verstuurt niets: laat ZEGEL_SMARTHOST en ZEGEL_SMS op outbox: staan en ZEGEL_URL op localhost.",
  "database.ended":
    "De ingebouwde database stopte onverwacht, daarom stopte Zegel ook. Start opnieuw; het wordt dan hersteld.",
  "database.unavailable": "De database is even weg. Probeer het over {retryAfterSeconds:duration} opnieuw.",
  "database.disk_full":
    "De schijf van de database is vol, dus dit is niet bewaard. Probeer het later opnieuw en zeg het tegen wie Zegel beheert.",
  "database.unreachable": "De database van ZEGEL_DATABASE_URL geeft geen antwoord: {reason}",
} as const satisfies Record<keyof typeof english, Sentence>;
