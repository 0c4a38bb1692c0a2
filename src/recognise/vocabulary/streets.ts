/** Words that a street's name begins with in French, and a few that do in Dutch. */
export const streetsBefore = `rue, avenue, av, bd, bld, boulevard, chaussée, chée, place, quai, allée, impasse, chemin, route, square, clos, drève, sentier, ruelle, venelle, cours, esplanade, faubourg, rond-point, résidence, cité, digue, montagne`;

/** Words for the number of a flat or letter box. */
export const boxes = `bus, bte, boîte, bt, box, app, apt, appt, appartement, unit, hs, verdieping, étage`;

/** Ends of streets' names that hardly any other word has. */
export const sureEndings =
  `straat straatje laan weg steenweg plein gracht kade singel dreef steeg plantsoen stwg straatweg laantje pleintje weggetje dijk boulevard burgwal kaai straße strasse platz allee gasse`.split(
    " ",
  );
/** Ends that other words have too: a postcode or a word for an address has to be near. */
export const looseEndings =
  `hof pad park baan lei markt wal haven hoek erf veld akker brink kamp oord ring poort berg hoeve donk meent wijk vest rei heide weide horst plaats zijde tuin tuinen bos velden akkers hoven hage kwartier stede land oever werf dam sluis ven beek plas str driesch dries bosch rust str brug wegel pad zicht kouter bergen passage`.split(
    " ",
  );
