/** `#rrggbb` in small letters. */
export type Colour = string;

const channels = (colour: Colour): [number, number, number] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number, number];

const hexOf = (rgb: readonly number[]): Colour =>
  `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;

/** Relative luminance (WCAG 2.2), from 0 for black to 1 for white. */
function luminance(colour: Colour): number {
  const [red, green, blue] = channels(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Of two colours, from 1 to 21 (WCAG 2.2). */
export function contrast(one: Colour, other: Colour): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Between two colours: `share` 0 gives the first, 1 the second. */
export function mixed(one: Colour, other: Colour, share: number): Colour {
  const theirs = channels(other);
  return hexOf(channels(one).map((channel, at) => channel + (theirs[at]! - channel) * share));
}

const enough = 4.5;
const steps = 40;

/** The colour itself, or as little nearer to `towards` as makes it readable on every ground (4.5 to 1, WCAG 1.4.3). */
export function readableOn(colour: Colour, grounds: readonly Colour[], towards: Colour): Colour {
  for (let step = 0; step < steps; step++) {
    const tried = mixed(colour, towards, step / steps);
    if (grounds.every((ground) => contrast(tried, ground) >= enough)) return tried;
  }
  return towards;
}

/** As text and as ground of white text, on white: for mails and light pages. */
export const onLight = (colour: Colour): Colour => readableOn(colour, ["#ffffff", "#f5f3ef"], "#000000");
/** The same on dark pages, with dark text on it. */
export const onDark = (colour: Colour): Colour => readableOn(colour, ["#302d29", "#0f2429"], "#ffffff");
