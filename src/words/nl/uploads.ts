/** Uploads die verder kunnen gaan waar ze waren. */
export const uploads = {
  "uploads.absent": "Deze upload is er niet meer. Voeg het bestand opnieuw toe.",
  "uploads.locked":
    "Dit bestand wordt al verstuurd, in een ander venster of door een eerdere poging. Het gaat zo verder.",
  "uploads.offset_wrong": "De server heeft {offsetBytes:size} van dit bestand. De upload gaat daar verder.",
  "uploads.size_wrong": "De grootte van dit bestand was niet te lezen. Voeg het bestand opnieuw toe.",
  "uploads.too_large": "Een bestand mag hoogstens {limitBytes:size} zijn. Maak het kleiner of splits het.",
  "uploads.too_long": "Het bestand is langer geworden tijdens het versturen. Haal het weg en voeg het opnieuw toe.",
  "uploads.too_many": "Er wachten al {limit} bestanden van je. Verstuur of verwijder er eerst een paar.",
  "uploads.too_much":
    "Samen zouden je wachtende bestanden meer dan {limitBytes:size} zijn. Verstuur of verwijder er eerst een paar.",
  "uploads.busy": "Er worden nu veel bestanden verstuurd. Dit bestand gaat zo verder.",
  "uploads.held": "Dit bestand hoort bij een concept. Haal het daar weg.",
  "uploads.unfinished": "Een bestand is nog niet helemaal binnen. Wacht tot het er is, en probeer het nog eens.",
  "uploads.interrupted": "De verbinding viel weg. De upload gaat verder waar die was.",
  "uploads.header_wrong": "De upload is niet te begrijpen ({header}). Laad de pagina opnieuw en probeer het nog eens.",
  "uploads.version_wrong": "Uploads gaan met tus {version}. Gebruik een programma dat die versie kent.",
  "uploads.piece_too_small": "Stuur minstens {pieceBytes:size} tegelijk, of alles wat nog over is.",
} as const;
