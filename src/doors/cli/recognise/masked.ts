const mostShown = 60;

/** A value for a screen: the first and the last of its letters and digits, the rest as dots; passages are cut short. */
export function masked(value: string): string {
  const plain = value.replaceAll(/\s+/g, " ");
  const signs = Array.from(plain.slice(0, 200));
  const places = signs.flatMap((sign, at) => (/[\p{L}\p{N}]/u.test(sign) ? [at] : []));
  const shown = new Set(places.length > 5 ? [places[0], places[1], places.at(-1)] : [places[0]]);
  const dotted = signs.map((sign, at) => (places.includes(at) && !shown.has(at) ? "•" : sign)).join("");
  return dotted.length > mostShown ? `${dotted.slice(0, mostShown)}…` : dotted;
}
