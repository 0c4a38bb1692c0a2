import { isWordSign } from "./signs.ts";

/** Stars, dots, `<…>`, `${…}`: what stands in for a secret; and addresses of pages that ask for one. */
export function isPlaceholder(codes: Uint16Array, start: number, end: number): boolean {
  const first = codes[start]!;
  if (first === 0x3c || first === 0x24 || first === 0x7b || first === 0x5b || first === 0x2a || first === 0x20_22)
    return true;
  for (let at = start; at < end - 2; at += 1)
    if (codes[at] === 0x3a && codes[at + 1] === 0x2f && codes[at + 2] === 0x2f) return true;
  let letters = 0;
  for (let at = start; at < end; at += 1) if (isWordSign(codes[at]!)) letters += 1;
  return letters < 2;
}
