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
  "warning.disk_subject": "Zegel: de schijf raakt vol",
  "warning.disk_low":
    "Op de schijf van Zegel is {freeBytes:size} van {totalBytes:size} vrij. Is hij vol, dan kunnen er geen mail en bestanden meer bij. Maak ruimte, of vergroot de schijf.",
  "warning.disk_full":
    "De schijf van Zegel is bijna vol: {freeBytes:size} van {totalBytes:size} is vrij. Binnenkort kunnen er geen mail en bestanden meer bij. Maak vandaag ruimte, of vergroot de schijf.",
  "warning.disk_over_subject": "Zegel: er is weer ruimte op de schijf",
  "warning.disk_over":
    "Op de schijf van Zegel is weer {freeBytes:size} van {totalBytes:size} vrij. Je hoeft niets te doen.",
  "warning.certificate_subject": "Zegel: het certificaat loopt af",
  "warning.certificate_ending":
    "Het certificaat van Zegel loopt af op {until:date}. Daarna weigeren browsers en mailprogramma's verbinding te maken. Het had nu vanzelf vernieuwd moeten zijn: kijk waarom dat niet gebeurde.",
  "warning.certificate_expired":
    "Het certificaat van Zegel is afgelopen op {until:date}. Browsers en mailprogramma's weigeren verbinding te maken. Vernieuw het nu.",
  "warning.certificate_over_subject": "Zegel: het certificaat is vernieuwd",
  "warning.certificate_over": "Het certificaat van Zegel loopt nu af op {until:date}. Je hoeft niets te doen.",
  "warning.queue_subject": "Zegel: er wacht al lang werk",
  "warning.queue_standing":
    "Werk van Zegel wacht al {oldestSeconds:duration}. Kijk of het proces met de deur 'worker' draait, en wat in het logboek staat.",
  "warning.queue_mail_waiting":
    "Mail van Zegel wacht al {oldestSeconds:duration}, {mails} in totaal. De mailserver neemt die niet aan. Kijk of hij draait, en wat hij volgens het logboek van Zegel antwoordt.",
  "warning.queue_over_subject": "Zegel: er wacht niets lang meer",
  "warning.queue_over": "Wat wachtte, is gedaan. Je hoeft niets te doen.",
  "warning.backup_subject": "Zegel: de reservekopie is oud",
  "warning.backup_none":
    "Er is nog geen reservekopie van Zegel. Gaat de schijf nu stuk, dan is alles weg. Stel een dagelijkse reservekopie in; in de handleiding voor beheerders staat hoe.",
  "warning.backup_old":
    "De laatste reservekopie van Zegel is van {finishedAt:time}. Kijk waarom er geen nieuwe is, en maak er nu een.",
  "warning.backup_over_subject": "Zegel: er is een nieuwe reservekopie",
  "warning.backup_over": "De laatste reservekopie van Zegel is van {finishedAt:time}. Je hoeft niets te doen.",
  "warning.jobs_subject": "Zegel: werk is opgegeven",
  "warning.jobs_gave_up": {
    count: "jobs",
    one: "Eén taak lukte ook na veel pogingen niet ({kinds}). Op de pagina Gezondheid kun je hem opnieuw laten proberen. Helpt dat niet, dan staat in het logboek van Zegel waarom.",
    other:
      "{jobs} taken lukten ook na veel pogingen niet ({kinds}). Op de pagina Gezondheid kun je ze opnieuw laten proberen. Helpt dat niet, dan staat in het logboek van Zegel waarom.",
  },
  "warning.jobs_over_subject": "Zegel: er is geen werk meer opgegeven",
  "warning.jobs_over": "Het werk dat was opgegeven, is alsnog gedaan. Je hoeft niets te doen.",
  "warning.look": "De gezondheid van Zegel:",
  "warning.why": "Je krijgt deze mail omdat je beheerder bent van Zegel bij {organisation}.",
  "database.unreachable": "De database van ZEGEL_DATABASE_URL geeft geen antwoord: {reason}",
} as const satisfies Record<keyof typeof english, Sentence>;
