interface Texts {
  readonly subjects: readonly string[];
  readonly greetings: readonly string[];
  readonly bodies: readonly string[];
  readonly feet: readonly string[];
}

/** Texts of ordinary office mail, written before they were tried: appointments, orders, invoices, meetings, questions. */
export const dutch: Texts = {
  subjects: [
    "Afspraak {day}-{month}",
    "Factuur {order}",
    "Offerte voor {thing}",
    "Vraag over {thing}",
    "Verslag overleg",
    "Bestelling {order}",
  ],
  greetings: ["Beste {first},", "Dag {first},", "Hallo {first},", "Geachte {to},", "Goedemorgen {first},"],
  bodies: [
    "Kunnen we onze afspraak verzetten naar {day}-{month} om {hour}? Bel me anders even op {mobile}.",
    "In de bijlage vind je factuur {order} van € {amount}. Graag betalen binnen 14 dagen op {iban} t.n.v. {firm}.",
    "Bedankt voor je bestelling {order}. We leveren {thing} op {day}-{month} af aan {street}, {code} {place}.",
    "Zoals besproken stuur ik je de offerte voor {thing}: € {amount} exclusief btw. De prijs geldt tot eind {month}-2026.",
    "Het verslag van het overleg hangt eraan. Actiepunten: {from} vraagt prijzen op, {first} regelt de zaal voor {hour}.",
    "De monteur komt op {day}-{month} tussen 8:00 en 12:00. Zorg dat er iemand is aan de {street} in {place}.",
    "Weet jij of artikel {number} nog op voorraad is? De klant wacht al sinds vorige week op {thing}.",
    "Het pakket is verstuurd. Je volgt het met code 3S{number}NL. Verwachte bezorging: {day}-{month} voor {hour}.",
    "De nieuwsbrief van {month} staat klaar. Kijk je nog naar de tekst over {thing}? Daarna gaat hij de deur uit.",
    "Vrijdag ben ik vrij, {from} neemt mijn telefoon over op {phone}. Maandag ben ik er weer.",
    "Klopt het dat het contract voor {thing} afloopt op {day}-{month}-2026? Dan wil ik het graag met een jaar verlengen.",
    "Even ter herinnering: morgen om {hour} teamoverleg in de grote zaal. Neem de cijfers van het kwartaal mee.",
    "De vergadering van de ondernemersvereniging is verplaatst naar {place}, {street}. Aanvang {hour}, einde rond 21:30.",
    "De wijziging in de planning is verwerkt onder nummer {number}. Heb je nog vragen, dan hoor ik het graag.",
    "Volgens mij staat er een fout op factuur {order}: het aantal moet 12 zijn in plaats van 21. Stuur je een creditnota?",
    "Dank voor het prettige gesprek. Ik denk dat {thing} goed bij jullie past; volgende week bel ik je daarover.",
    "We hebben de ruimte gehuurd van {hour} tot 18:00. De sleutel ligt bij de receptie, tweede verdieping, kamer B12.",
    "Versie 2.14.3 staat op de testomgeving. De melding over {thing} is opgelost, ticket {number} kan dicht.",
  ],
  feet: [
    "Met vriendelijke groet,\n{from}\n{firm}\n{phone}",
    "Groet,\n{from}",
    "Met vriendelijke groet,\n\n{from}\n{firm} · {street} · {code} {place}\nT {phone} · KvK {kvk} · btw {vat} · {iban}",
    "Hartelijke groet,\n{from}\n\nVerzonden vanaf mijn telefoon",
  ],
};

export const french: Texts = {
  subjects: [
    "Rendez-vous du {day}/{month}",
    "Facture {order}",
    "Devis pour {thing}",
    "Question sur {thing}",
    "Compte rendu",
    "Commande {order}",
  ],
  greetings: ["Bonjour {first},", "Chère {first},", "Bonjour,", "Madame, Monsieur,", "Cher {first},"],
  bodies: [
    "Pourrions-nous déplacer notre rendez-vous au {day}/{month} à {hour} ? Sinon, appelez-moi au {mobile}.",
    "Vous trouverez en annexe la facture {order} de {amount} €. Merci de payer dans les 30 jours sur le compte {iban}.",
    "Merci pour votre commande {order}. Nous livrerons {thing} le {day}/{month} à l'adresse {street}, {code} {place}.",
    "Comme convenu, voici notre devis pour {thing} : {amount} € hors TVA. L'offre est valable jusqu'à la fin du mois.",
    "Le compte rendu de la réunion est joint. À faire : {from} demande les prix, {first} réserve la salle pour {hour}.",
    "Le technicien passera le {day}/{month} entre 8 h et 12 h. Merci d'être présent, {street} à {place}.",
    "Savez-vous si l'article {number} est encore en stock ? Le client attend {thing} depuis la semaine passée.",
    "Le colis est parti. Suivez-le avec le code 3232{number}. Livraison prévue le {day}/{month} avant {hour}.",
    "La lettre d'information est prête. Pouvez-vous relire le texte sur {thing} avant l'envoi ?",
    "Je suis en congé vendredi, {from} répond à ma place au {phone}. De retour lundi.",
    "Le contrat pour {thing} se termine bien le {day}/{month}/2026 ? Nous souhaitons le prolonger d'un an.",
    "Petit rappel : réunion d'équipe demain à {hour} dans la grande salle. Prenez les chiffres du trimestre.",
    "L'assemblée des commerçants aura lieu à {place}, {street}. Début à {hour}, fin vers 21 h 30.",
    "La modification du planning est enregistrée sous le numéro {number}. N'hésitez pas si vous avez des questions.",
    "Il y a une erreur sur la facture {order} : il faut lire 12 et non 21. Pouvez-vous envoyer une note de crédit ?",
    "Merci pour cet agréable échange. Je pense que {thing} vous conviendra ; je vous appelle la semaine prochaine.",
    "La salle est louée de {hour} à 18 h. La clé est à l'accueil, deuxième étage, bureau B12.",
    "La version 2.14.3 est sur l'environnement de test. Le problème avec {thing} est réglé, ticket {number} à fermer.",
  ],
  feet: [
    "Bien à vous,\n{from}\n{firm}\n{phone}",
    "Cordialement,\n{from}",
    "Cordialement,\n\n{from}\n{firm} · {street} · {code} {place}\nTél. {phone} · TVA {vat} · {iban}",
    "Bonne journée,\n{from}\n\nEnvoyé de mon téléphone",
  ],
};
