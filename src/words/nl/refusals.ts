import type { refusals as english } from "../en/refusals.ts";
import type { Sentence } from "../sentence.ts";

/** What a person reads when Zegel says no: what, why, what now. The key is the refusal's code. */
export const refusals = {
  "blobs.disk_full":
    "De schijf van de server is bijna vol, daarom is dit niet bewaard. Probeer het later opnieuw en meld het aan wie Zegel beheert.",
  "refusal.unknown":
    "Dit kan niet. Ga terug en probeer het opnieuw; blijft het zo, vraag het dan aan wie Zegel beheert in uw organisatie.",
  "internal.fault":
    "Er ging bij ons iets mis. Er is niets verloren. Probeer het zo opnieuw; blijft het zo, geef dan dit nummer aan wie Zegel beheert: {requestId}.",
  "internal.busy": "Het is nu te druk. Probeer het over {retryAfterSeconds:duration} opnieuw.",

  "config.invalid":
    "{variable} heeft een waarde die niet kan. Verwacht wordt: {expects}. Pas het aan en start opnieuw.",

  "http.absent": "Dit is er niet, of u mag het niet zien. Controleer het adres, of ga terug.",
  "http.method": "Dit adres kan niet op deze manier worden gebruikt. Ga terug en probeer het opnieuw vanaf de pagina.",
  "http.malformed": "Het verzoek was niet te lezen. Laad de pagina opnieuw en probeer het nog eens.",
  "http.invalid": "Er is iets ingevuld dat niet kan ({field}). Controleer het en probeer het opnieuw.",
  "http.content_type": "Dit soort gegevens kan hier niet. Laad de pagina opnieuw en probeer het nog eens.",
  "http.too_large": "Dit is te groot: er past hooguit {limitBytes:size}. Verstuur minder tegelijk.",
  "http.too_slow":
    "De verbinding was te traag, daarom zijn we gestopt. Probeer het opnieuw, als het kan met een betere verbinding.",
  "http.cross_site":
    "Dit verzoek kwam van een andere website, daarom is er niets gedaan. Ga naar Zegel zelf en doe het daar.",
  "http.sign_in": "Je bent niet of niet meer ingelogd. Log in en probeer het opnieuw.",
  "http.open_link": "Deze pagina is gesloten. Open het bericht opnieuw met de link in uw e-mail.",
  "http.app_password_wrong":
    "Gebruikersnaam of app-wachtwoord klopt niet, of het is ingetrokken. Maak in Zegel een nieuw app-wachtwoord.",
  "http.plain":
    "Een app-wachtwoord werkt alleen over een beveiligde verbinding. Gebruik het adres dat met https begint.",
  "http.misdirected": "Dit adres hoort niet bij deze server. Gebruik het adres dat u van uw organisatie kreeg.",
  "http.too_many":
    "Er kwamen te veel verzoeken van uw verbinding. Wacht {retryAfterSeconds:duration} en probeer het opnieuw.",
  "http.multipart_broken": "Het bericht kwam niet volledig aan, daarom is er niets verstuurd. Probeer het opnieuw.",
  "http.multipart_order": "Het bericht moet vóór de bijlagen komen. Laad de pagina opnieuw en probeer het nog eens.",
  "http.part_unknown":
    "In het bericht zit een onderdeel dat er niet hoort ({part}). Laad de pagina opnieuw en probeer het nog eens.",
  "http.too_many_attachments":
    "Bij een bericht passen hooguit {limit} bijlagen. Laat er een paar weg, of maak er één zipbestand van.",
  "http.attachment_too_large": "Een bijlage mag hooguit {limitBytes:size} zijn. Maak haar kleiner of splits haar.",
  "http.name_too_long": "De naam van een bijlage is langer dan {limit} tekens. Geef het bestand een kortere naam.",
  "http.loopback_only": "Deze pagina is alleen op de server zelf te openen.",

  "vault.header_wrong":
    "Deze inhoud is beschadigd en kan niet open. Vraag wie Zegel beheert om de opslag te controleren.",
  "vault.context_wrong":
    "Deze inhoud staat niet waar zij hoort, daarom is zij niet geopend. Vraag wie Zegel beheert om de opslag te controleren.",
  "vault.signature_wrong":
    "Het is niet te bewijzen wie deze inhoud heeft verzegeld, daarom is zij niet geopend. Vraag wie Zegel beheert om de opslag te controleren.",
  "vault.key_wrong": "Deze inhoud kan niet open met uw sleutel. Vraag de afzender om haar opnieuw te sturen.",
  "vault.mac_wrong":
    "Deze inhoud is na het verzegelen veranderd, daarom is zij niet geopend. Vraag de afzender om haar opnieuw te sturen.",
  "vault.tree_wrong":
    "Deze inhoud is na het verzegelen veranderd, daarom is zij niet geopend. Vraag de afzender om haar opnieuw te sturen.",
  "vault.chunk_wrong":
    "Een deel van deze inhoud is na het verzegelen veranderd, daarom is zij niet geopend. Vraag de afzender om haar opnieuw te sturen.",
  "vault.truncated_wrong":
    "Een deel van deze inhoud ontbreekt, daarom is zij niet geopend. Vraag de afzender om haar opnieuw te sturen.",
  "vault.certificate_wrong":
    "Een sleutel van deze organisatie was niet te controleren, daarom is er niets geopend of verstuurd. Meld dit meteen aan wie Zegel beheert.",
} as const satisfies Record<keyof typeof english, Sentence>;
