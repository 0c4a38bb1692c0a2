import type { Split } from "./template.ts";

/*
 * Common names, streets and places. The splits share none of them (`generate.test.ts` holds that), so that the held-out
 * texts tell whether names are found that nobody had before their eyes.
 */
const words = (list: string): string[] => list.split("|");

interface Names {
  readonly first: readonly string[];
  readonly last: readonly string[];
}
const names = (first: string, last: string): Names => ({ first: words(first), last: words(last) });
type People = Readonly<Record<"nl" | "fr" | "en" | "de" | "elsewhere", Names>>;

const development: People = {
  nl: names(
    "Jan|Sanne|Pieter|Anouk|Willem|Femke|Joost|Marieke|Bram|Lotte|Kees|Ingrid|Wouter|Hilde|Dirk|Els|Sander|Karin|Ruben|Tineke|Gert-Jan|Anne-Marie",
    "de Vries|Jansen|van den Berg|Bakker|Peeters|Visser|van Dijk|Janssens|Smit|de Boer|Claes|Mulder|de Groot|Willems|van der Meer|Dekker|Verhoeven|Hendriks|van 't Hof|Wouters|Kuipers|Timmermans",
  ),
  fr: names(
    "Marie|Philippe|Sophie|Jean-Pierre|Isabelle|Luc|Nathalie|Thierry|Camille|Benoît|Valérie|Olivier|Chantal|Mathieu|Aurélie|Pascal",
    "Dubois|Lambert|Dupont|Martin|Leroy|Simon|Laurent|Renard|Delvaux|Lejeune|Gérard|Marchal|Denis|Van Damme|Bodart|de Brouwer",
  ),
  en: names(
    "James|Emily|Oliver|Charlotte|Thomas|Susan|Edward|Hannah|Stephen|Margaret|Andrew|Rachel",
    "Smith|Taylor|Walker|Hughes|Edwards|Thompson|Robinson|Clarke|Bennett|O'Brien|Marshall|Foster",
  ),
  de: names(
    "Hans|Ursula|Jürgen|Sabine|Wolfgang|Heike|Klaus|Monika",
    "Müller|Schneider|Weber|Hoffmann|Schäfer|Koch|Klein|Schröder",
  ),
  elsewhere: names(
    "Mohamed|Fatima|Ahmet|Agnieszka|Youssef|Aylin|Piotr|Samira|Linh|Karim|Priya|Ivan",
    "El Amrani|Yılmaz|Kowalski|Benali|Nguyen|Özdemir|El Idrissi|Nowak|Patel|Petrov|Ben Ali|Bouzid",
  ),
};

const heldOut: People = {
  nl: names(
    "Maarten|Eva|Hendrik|Saskia|Thijs|Lieve|Koen|Nienke|Geert|Annelies|Bas|Marloes|Stijn|Greet|Jeroen|Veerle|Rik|Astrid|Tom|Liesbeth|Jan-Willem|Marie-Claire",
    "van Leeuwen|Maes|Bos|Vermeulen|de Jong|Jacobs|Hermans|van der Linden|Mertens|Kok|de Wit|Goossens|Schouten|van Beek|Aerts|Postma|De Smet|Dijkstra|van 't Veer|Lemmens|ter Horst|Verstraete",
  ),
  fr: names(
    "Catherine|Michel|Julie|François|Anne-Sophie|Marc|Élodie|Vincent|Béatrice|Xavier|Céline|Didier|Françoise|Nicolas|Sylvie|Bernard",
    "Mercier|Fontaine|Petit|Rousseau|Gillet|Collard|Bertrand|Lefèvre|Poncelet|Henrard|Michaux|Noël|Wauters|De Clercq|Thiry|du Bois",
  ),
  en: names(
    "William|Victoria|George|Alice|Peter|Rebecca|Henry|Laura|Daniel|Elizabeth|Patrick|Joanna",
    "Johnson|Williams|Harrison|Cooper|Wright|Mitchell|Murphy|Turner|Campbell|McDonald|Richardson|Ellis",
  ),
  de: names(
    "Dieter|Renate|Stefan|Birgit|Uwe|Petra|Matthias|Gisela",
    "Schmidt|Fischer|Wagner|Becker|Schulz|Richter|Zimmermann|Krüger",
  ),
  elsewhere: names(
    "Hassan|Khadija|Mehmet|Katarzyna|Rachid|Elif|Marek|Naima|Minh|Omar|Anjali|Dmitri",
    "El Khatib|Demir|Wiśniewski|Haddad|Tran|Kaya|Bouchtaoui|Zieliński|Sharma|Ivanov|Ait Lahcen|Chaouki",
  ),
};

export const people: Readonly<Record<Split, People>> = { development, "held-out": heldOut };

type Country = "nl" | "be" | "bf" | "de";

export const streets: Readonly<Record<Split, Readonly<Record<Country, readonly string[]>>>> = {
  development: {
    nl: words(
      "Kerkstraat|Lange Voorhout|Molenweg|Prinses Beatrixlaan|Oude Gracht|Burgemeester de Vlugtlaan|Plein 1944|Singel",
    ),
    be: words("Stationsstraat|Grote Markt|Brugsesteenweg|Koning Albertlaan|Sint-Jansplein|Veldstraat"),
    bf: words("Rue de la Loi|Avenue Louise|Chaussée de Wavre|Place du Marché|Rue Saint-Laurent|Boulevard d'Avroy"),
    de: words("Hauptstraße|Bahnhofstr.|Am Marktplatz|Goethestraße"),
  },
  "held-out": {
    nl: words(
      "Dorpsstraat|Nieuwe Ebbingestraat|Wilhelminapark|Burgemeester van Tuyllkade|Achter de Hoven|Vondelstraat|Marktplein|Westersingel",
    ),
    be: words(
      "Kapellestraat|Leuvensesteenweg|Nieuwstraat|Prins Boudewijnlaan|Dendermondsesteenweg|Onze-Lieve-Vrouwstraat",
    ),
    bf: words("Rue Neuve|Avenue de la Couronne|Chaussée d'Ixelles|Place Saint-Lambert|Rue du Pont|Quai de la Batte"),
    de: words("Gartenstraße|Lindenallee|Kirchgasse|Schillerstr."),
  },
};

type Place = readonly [code: string, town: string];
const at = (list: string): Place[] =>
  list.split("|").map((each) => [each.slice(0, each.indexOf(" ")), each.slice(each.indexOf(" ") + 1)]);

export const places: Readonly<Record<Split, Readonly<Record<Country, readonly Place[]>>>> = {
  development: {
    nl: at("1017 Amsterdam|3511 Utrecht|2513 Den Haag|5611 Eindhoven|9712 Groningen|6221 Maastricht"),
    be: at("9000 Gent|2000 Antwerpen|8000 Brugge|3500 Hasselt|2800 Mechelen"),
    bf: at("1000 Bruxelles|4000 Liège|5000 Namur|7000 Mons"),
    de: at("10115 Berlin|50667 Köln|4700 Eupen"),
  },
  "held-out": {
    nl: at("3011 Rotterdam|6511 Nijmegen|8911 Leeuwarden|4811 Breda|7411 Deventer|5211 's-Hertogenbosch"),
    be: at("3000 Leuven|8500 Kortrijk|9300 Aalst|2300 Turnhout|9100 Sint-Niklaas"),
    bf: at("1050 Ixelles|6000 Charleroi|1300 Wavre|7500 Tournai"),
    de: at("20095 Hamburg|80331 München|4780 Sankt Vith"),
  },
};
