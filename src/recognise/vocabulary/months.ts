/** By number of the month: Dutch, French, English, German, and how they are shortened. */
export const months: readonly string[] = [
  "januari, jan, janvier, janv, january, januar",
  "februari, feb, febr, février, févr, fév, february, februar",
  "maart, mrt, mars, march, mar, märz",
  "april, apr, avril, avr",
  "mei, mai, may",
  "juni, jun, juin, june",
  "juli, jul, juillet, juil, july",
  "augustus, aug, août, august",
  "september, sept, sep, septembre",
  "oktober, okt, octobre, oct, october",
  "november, nov, novembre",
  "december, dec, décembre, déc, dezember, dez",
];
