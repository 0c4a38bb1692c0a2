import type { pages as english } from "../en/pages.ts";
import type { Sentence } from "../sentence.ts";

/** Pages that the server itself writes. */
export const pages = {
  "page.absent_title": "Deze pagina bestaat niet",
  "page.absent_text":
    "Misschien is het adres maar voor een deel gekopieerd. Open de link in uw e-mail opnieuw, of ga naar de startpagina.",
  "page.start": "Naar de startpagina",
  "page.unbuilt_title": "De pagina's zijn nog niet gebouwd",
  "page.unbuilt_text": "Start Zegel met “npm start”, dat bouwt ze, en laad deze pagina opnieuw.",
  "outbox.title": "Postvak uit",
  "outbox.why":
    "Er is geen mailserver of sms-dienst ingesteld. Wat verstuurd zou zijn, blijft hier staan, alleen op deze computer. Stel ZEGEL_SMARTHOST en ZEGEL_SMS in om echt te versturen.",
  "outbox.empty": "Er is nog niets verstuurd. Verstuur een bericht, dan verschijnt de kennisgeving hier.",
  "outbox.mail": "E-mail, {at:time}",
  "outbox.sms": "Sms, {at:time}",
  "outbox.to": "Aan",
  "outbox.from": "Van",
  "outbox.subject": "Onderwerp",
  "help.title": "Hulp",
  "help.search": "Waar zoek je naar?",
  "help.look": "Zoeken",
  "help.all": "Alle handleidingen",
  "help.nothing": "Over “{q}” staat niets in de handleidingen. Probeer een ander woord, of vraag het je beheerder.",
  "help.for_member": "Voor wie mailt",
  "help.for_guest": "Voor wie een bericht kreeg",
  "help.for_admin": "Voor de beheerder",
  "help.for_operator": "Voor wie de server onderhoudt",
  "help.sheet": "Een blad om te printen en mee te geven",
} as const satisfies Record<keyof typeof english, Sentence>;
