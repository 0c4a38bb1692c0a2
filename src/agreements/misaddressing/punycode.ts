/** Domains are 253 characters at most; a label that is longer is no label. */
const longestLabel = 63;
const base = 36;
const [tMin, tMax, skew, damp] = [1, 26, 38, 700];

function adapt(delta: number, points: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(delta / damp) : Math.floor(delta / 2);
  rest += Math.floor(rest / points);
  let steps = 0;
  while (rest > ((base - tMin) * tMax) / 2) {
    rest = Math.floor(rest / (base - tMin));
    steps += base;
  }
  return steps + Math.floor(((base - tMin + 1) * rest) / (rest + skew));
}

const digitOf = (code: number): number => {
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 26;
  return code >= 0x61 && code <= 0x7a ? code - 0x61 : base;
};

/** What stands behind `xn--` (RFC 3492, section 6.2), or undefined where it is not well-formed. */
function decode(encoded: string): string | undefined {
  const border = encoded.lastIndexOf("-");
  const points = border > 0 ? Array.from(encoded.slice(0, border)).map((letter) => letter.codePointAt(0)!) : [];
  let [code, bias, place] = [128, 72, 0];
  for (let index = border > 0 ? border + 1 : 0; index < encoded.length;) {
    const start = place;
    for (let weight = 1, step = base; ; step += base) {
      const digit = index < encoded.length ? digitOf(encoded.charCodeAt(index++)) : base;
      place += digit * weight;
      if (digit >= base || place > 0x7fffffff) return undefined;
      const threshold = Math.min(tMax, Math.max(tMin, step - bias));
      if (digit < threshold) break;
      weight *= base - threshold;
    }
    const count = points.length + 1;
    bias = adapt(place - start, count, start === 0);
    code += Math.floor(place / count);
    place %= count;
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    points.splice(place++, 0, code);
  }
  return String.fromCodePoint(...points);
}

/** A domain of the DNS as people would see it; labels that can't be decoded stay as they are. */
export const unicodeDomain = (domain: string): string =>
  domain
    .split(".")
    .map((label) =>
      label.startsWith("xn--") && label.length <= longestLabel ? (decode(label.slice(4)) ?? label) : label,
    )
    .join(".");
