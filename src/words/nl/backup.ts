import type { Sentence } from "../sentence.ts";

/** Weigeringen van back-up, herstel en controle: voor wie Zegel beheert. */
export const backup = {
  "backup.manifest_wrong":
    "{file} is niet te lezen: het is beschadigd, of geschreven door een nieuwere versie van Zegel. Kies met --snapshot een andere momentopname, of zet het bestand opzij (backup --verify --quarantine).",
  "backup.none_whole":
    "In {directory} staat geen back-up die afgerond is. Noem de map die bij zegel backup is opgegeven, of maak er een.",
  "backup.snapshot_absent":
    "In {directory} staat geen momentopname {snapshot}; zegel backup --verify noemt de momentopnamen die er zijn.",
  "backup.blob_damaged":
    "Blob {blob} ontbreekt in de back-up, of is niet wat er geschreven is. Neem een andere momentopname (--snapshot) of kopie, of zet de rest terug met --skip-damaged.",
  "backup.blob_unreadable":
    "Het opslagmedium geeft de blob niet terug: het is beschadigd, of de rechten erop zijn veranderd.",
  "backup.part_damaged":
    "{file} ontbreekt in de back-up, of is niet wat er geschreven is. Neem een andere momentopname of kopie.",
  "backup.database_not_empty":
    "In deze database staat al een organisatie. Er wordt niets overheen gezet: noem een lege database.",
  "backup.inside_data":
    "{directory} en {own} liggen in elkaar. Een back-up hoort op een andere schijf dan het origineel.",
  "backup.secrets_inside":
    "{secrets} en de back-up in {directory} liggen in elkaar. Bewaar de geheimen apart: samen openen ze alles.",
  "backup.other_installation":
    "In {directory} staan back-ups van een andere installatie. Noem hiervoor een andere map.",
  "backup.secrets_foreign":
    "De geheimen in {directory} zijn van een andere installatie. Noem de kopie die bij deze gegevens hoort.",
  "backup.secrets_missing":
    "In {directory} staan geen geheimen, en zonder geheimen gaat er niets open. Haal de kopie terug die met zegel backup --secrets gemaakt is, en noem haar met --secrets MAP, of zet haar waar ZEGEL_SECRETS naar wijst.",
  "backup.restore_unfinished":
    "Een herstel naar {directory} is afgebroken. Geef hetzelfde zegel restore nog eens: het gaat verder. Of maak de map leeg.",
  "backup.data_not_empty":
    "{directory} is niet leeg. Er wordt niets over gegevens heen gezet: noem met ZEGEL_DATA een nieuwe map, of zet deze opzij.",
  "backup.database_in_use":
    "Er zijn nog anderen met deze database verbonden ({others}). Stop eerst de server: wat die na een export verstuurt, zou twee keer weggaan.",
  "backup.directory_not_empty": "In {directory} staan al bestanden. Noem een map die nieuw of leeg is.",
  "backup.not_rows": "In {directory} staat een hele back-up. Gebruik daarvoor zegel restore.",
  "backup.only_rows": "In {directory} staan rijen zonder blobs. Gebruik daarvoor zegel database import.",
  "backup.no_room":
    "In {directory} is geen plaats voor een back-up voordat de database naar deze versie gaat: er is {neededMebibytes} MiB nodig. Er is niets veranderd. Maak ruimte en start opnieuw.",
  "backup.verify_failed": {
    count: "wrong",
    one: "{wrong} onderdeel van de back-up is niet wat er geschreven is.",
    other: "{wrong} onderdelen van de back-up zijn niet wat er geschreven is.",
  },
  "backup.blobs_lost":
    "De back-up is heel, op wat er al kwijt was na: in de installatie zelf ontbreken {missing} blobs en zijn er {damaged} beschadigd. Geef zegel check.",
  "backup.check_failed": {
    count: "wrong",
    one: "De controle vond {wrong} ding dat niet klopt.",
    other: "De controle vond {wrong} dingen die niet kloppen.",
  },
  "backup.header_missing": "De kop ontbreekt: niemand kan het openen.",
  "backup.content_missing": "De inhoud ontbreekt in de database.",
  "backup.blob_missing": "De blob ontbreekt.",
  "backup.payload_differs": "De inhoud is niet wat er verzegeld is.",
  "backup.object_missing": "Het is er niet, hoewel een rij het noemt.",
  "backup.object_orphaned": "Geen enkele rij noemt het: niemand vindt het, en het wordt nooit opgeruimd.",
  "backup.wrap_missing": "De herstelset komt hier niet bij: de sleutel voor haar ontbreekt.",
  "backup.log_wrong": "Het auditlog klopt niet met wat er geschreven is: zie zegel audit verify.",
  "backup.reference_wrong": "De rij noemt een object van iets anders.",
} satisfies Record<string, Sentence>;
